import type { Element } from 'xast';
import { x } from 'xastscript';
import type { CascadeLayout } from './cascade-layout.ts';
import type { CascadeFigureOptions } from './cascade-options.ts';
import { rgbText } from './colour-map.ts';
import { frame, label, MUTED } from './drawing.ts';
import { textWidth } from './font.ts';
import { painterOf } from './map-colours.ts';
import { metricTitle } from './metric-label.ts';
import { wrap } from './text-layout.ts';

const BAR = { width: 150, height: 9 };
const STOPS = 24;
const SIZE = 8.5;
const LINE = 12;

/** The colour scale and what stands under the maps, from `top` downwards. */
export function cascadeLegend(
  { view, colours, normalise = 'map', overlay = false }: CascadeFigureOptions,
  metrics: readonly string[],
  { margin, width }: CascadeLayout,
  top: number,
): { elements: Element[]; height: number } {
  const paint = painterOf(view, colours);
  const ticks = view === 'abs' ? ['0', 'p99'] : ['−p99', '0', '+p99'];
  const bar = Array.from({ length: STOPS }, (_stop, index) => {
    const share = index / (STOPS - 1);
    const fill = rgbText(paint(view === 'abs' ? share : 2 * share - 1));
    const left = margin + (index * BAR.width) / STOPS;
    // Half a unit of overlap hides the seams that smoothing leaves between neighbours.
    const overlap = index === STOPS - 1 ? 0 : 0.5;
    return x('rect', { x: left, y: top, width: BAR.width / STOPS + overlap, height: BAR.height, fill });
  });
  const tickLabels = ticks.map((text, index) => {
    const share = index / (ticks.length - 1);
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    return label(text, margin + share * BAR.width, top + BAR.height + 10, {
      size: SIZE,
      anchor,
      fill: MUTED,
    });
  });

  const left = margin + BAR.width + 18;
  const what = view === 'abs' ? 'sum over channels of |a|' : 'sum over channels of a';
  const scale =
    normalise === 'map'
      ? 'every map on its own scale, clipped at p99, the 99th percentile of its absolute values'
      : 'the maps of a row on one scale, clipped at p99, the largest of their 99th percentiles of absolute values';
  const ground = overlay ? ' Small values let the input show, in grey.' : '';
  const sentences = `Colour: ${what}, ${scale}.${ground}`;
  const scores =
    metrics.length > 0
      ? ` Numbers: similarity to the trained map (${metrics.map(metricTitle).join('; ')}).`
      : '';
  const perCharacter = textWidth('abcdefghij lmnop', SIZE) / 16;
  const lines = wrap(sentences + scores, Math.floor((width - margin - left) / perCharacter) - 2);
  const text = lines.map((line, index) =>
    label(line, left, top + 7 + index * LINE, { size: SIZE, fill: MUTED }),
  );
  return {
    elements: [...bar, frame(margin, top, BAR.width, BAR.height), ...tickLabels, ...text],
    height: Math.max(BAR.height + 12, lines.length * LINE),
  };
}
