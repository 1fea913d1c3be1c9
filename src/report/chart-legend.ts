import { INK } from './drawing.ts';
import { textWidth } from './font.ts';
import { type MethodMarks, methodKey } from './method-marks.ts';
import { truncate } from './text-layout.ts';
import { vegaText } from './vega-picture.ts';

const SIZE = 9;
export const LEGEND_LINE = 15;
const SYMBOL = 16;
const COLUMN_GAP = 18;

/**
 * The methods with their marks as a chart of its own, so that it can stand in a free place between panels: vega's legend
 * cannot. Fills columns from top to bottom, as many as fit into `width`, at most `most` lines to a column.
 */
export function legendPanel(methods: readonly string[], marks: MethodMarks, width: number, most: number) {
  const measure = (text: string) => textWidth(text, SIZE);
  const names = methods.map((name) => vegaText(truncate(name, width - SYMBOL - 4, measure)));
  const widest = SYMBOL + Math.max(...names.map(measure)) + COLUMN_GAP;
  const fit = Math.max(1, Math.floor((width + COLUMN_GAP) / widest));
  // Few columns where the lines fit in height: names below each other are compared at a glance.
  const columns = Math.min(fit, Math.max(1, Math.ceil(methods.length / most)));
  const lines = Math.ceil(methods.length / columns);
  const values = methods.map((method, at) => ({
    method: methodKey(method),
    text: names[at],
    x: 5 + Math.floor(at / lines) * widest,
    y: 8 + (at % lines) * LEGEND_LINE,
  }));
  const place = {
    x: { field: 'x', type: 'quantitative', scale: null, axis: null },
    y: { field: 'y', type: 'quantitative', scale: null, axis: null },
  };
  return {
    data: { values },
    width,
    height: lines * LEGEND_LINE,
    layer: [
      {
        mark: { type: 'point', filled: true, size: 50, opacity: 1 },
        encoding: { ...place, color: marks.colour, shape: marks.shape },
      },
      {
        mark: {
          type: 'text',
          align: 'left',
          baseline: 'middle',
          dx: SYMBOL - 5,
          fontSize: SIZE,
          color: INK,
          limit: 0,
        },
        encoding: { ...place, text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}
