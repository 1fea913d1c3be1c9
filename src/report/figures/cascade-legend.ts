import type { Element } from 'xast';
import { x } from 'xastscript';
import type { CascadeLayout } from './cascade-layout.ts';
import type { CascadeFigureOptions } from './cascade-options.ts';
import { rgbText } from './colour-map.ts';
import { frame, label, MUTED } from './drawing.ts';
import { NARROW } from './figure-title.ts';
import { fittedLines } from './fitted-text.ts';
import { painterOf } from './map-colours.ts';

const BAR_HEIGHT = 8;
const STOPS = 24;
const SIZES = { wide: { bar: 150, text: 8.5 }, narrow: { bar: 70, text: 7.5 } };

export interface CascadeLegend {
  /** Channels of a map. */
  readonly channels: number;
  /** Whether numbers stand under the maps. */
  readonly scored: boolean;
  /** How many times as large as it is what was added to inputs is drawn; null where it is not. */
  readonly times: number | null;
  /** What stands over the maps that the others are compared with. */
  readonly reference: string;
  /** Whether regions are outlined. */
  readonly outlined: boolean;
}

/** The colour scale and what stands under the maps, from `top` downwards. */
export function cascadeLegend(
  { view, colours, normalise = 'map', overlay = false }: CascadeFigureOptions,
  { channels, scored, times, reference, outlined }: CascadeLegend,
  { margin, width }: Pick<CascadeLayout, 'margin' | 'width'>,
  top: number,
): { elements: Element[]; height: number } {
  const { bar: barWidth, text: size } = width < NARROW ? SIZES.narrow : SIZES.wide;
  const paint = painterOf(view, colours);
  const bar = Array.from({ length: STOPS }, (_stop, index) => {
    const share = index / (STOPS - 1);
    const fill = rgbText(paint(view === 'abs' ? share : 2 * share - 1));
    const left = margin + (index * barWidth) / STOPS;
    // Half a unit of overlap hides the seams that smoothing leaves between neighbours.
    const overlap = index === STOPS - 1 ? 0 : 0.5;
    return x('rect', { x: left, y: top, width: barWidth / STOPS + overlap, height: BAR_HEIGHT, fill });
  });
  const ticks = view === 'abs' ? ['0', 'p99'] : ['−p99', '0', '+p99'];
  const tickLabels = ticks.map((text, index) => {
    const share = index / (ticks.length - 1);
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    return label(text, margin + share * barWidth, top + BAR_HEIGHT + size + 1, { size, anchor, fill: MUTED });
  });

  const left = margin + barWidth + 14;
  const magnitude = view === 'abs' ? '|a|' : 'a';
  const what = channels > 1 ? `the sum of ${magnitude} over channels` : magnitude;
  const scale =
    normalise === 'map'
      ? 'each map up to its own 99th percentile (p99)'
      : 'the maps of a row up to the largest of their 99th percentiles (p99)';
  const sentences = [
    `Colour: ${what}, ${scale}.`,
    ...(overlay ? ['Small values let the input show, in grey.'] : []),
    ...(times === null ? [] : [`Noise: what was added to the input, ${times} times as large, on grey.`]),
    ...(outlined ? ['Outline: the region.'] : []),
    ...(scored
      ? [`Numbers: similarity to the ${reference === 'trained' ? 'trained map' : `map "${reference}"`}.`]
      : []),
  ];
  const lines = fittedLines(sentences.join(' '), { width: width - margin - left, size });
  const text = lines.map((line, index) =>
    label(line, left, top + size * (0.85 + 1.35 * index), { size, fill: MUTED }),
  );
  return {
    elements: [...bar, frame(margin, top, barWidth, BAR_HEIGHT), ...tickLabels, ...text],
    height: Math.max(BAR_HEIGHT + size + 4, lines.length * size * 1.35 + 2),
  };
}
