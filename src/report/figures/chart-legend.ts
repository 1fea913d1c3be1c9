import { LABEL_SIZE } from './chart-theme.ts';
import { INK } from './drawing.ts';
import { fittedLine } from './fitted-text.ts';
import { textWidth } from './font.ts';
import { vegaText } from './vega-picture.ts';

const LINE = 14;
/** Room of a mark with the gap behind it, and its area. */
const MARK = { room: 15, size: 46 };
/** Of a line, whose strokes have to be seen. */
const STROKES = { room: 30, size: 360 };
const COLUMN_GAP = 14;

/** A mark and what it stands for. */
export interface LegendItem {
  readonly text: string;
  /** A symbol of vega, or a path in a square from -1 to 1. */
  readonly shape: string;
  readonly colour: string;
  readonly hollow?: boolean;
  /** The shape is a piece of a line, drawn three times as wide. */
  readonly line?: boolean;
}

/**
 * Marks with their words as a chart of its own, so that it can stand anywhere between panels: vega's legend cannot. Fills
 * lines from left to right, in columns as wide as the longest words, no wider than `width` as a whole. It begins `before` units left of where the panels below or above it
 * have their axes.
 */
export function legendPanel(items: readonly LegendItem[], width: number, before = 0) {
  const { room, size } = items.some(({ line }) => line) ? STROKES : MARK;
  const words = items.map(({ text }) =>
    vegaText(fittedLine(text, { width: width - room - 4, size: LABEL_SIZE })),
  );
  const placed = inLines(
    words.map((text) => room + textWidth(text, LABEL_SIZE)),
    width,
  );
  const values = items.map(({ shape, colour, hollow = false }, at) => ({
    ...{ text: words[at], shape, colour, fill: hollow ? '#ffffff' : colour },
    x: room / 3 + placed[at].left - before,
    y: 7 + placed[at].line * LINE,
  }));
  const place = {
    x: { field: 'x', type: 'quantitative', scale: null, axis: null },
    y: { field: 'y', type: 'quantitative', scale: null, axis: null },
  };
  const literal = (field: string) => ({ field, type: 'nominal', scale: null, legend: null });
  return {
    data: { values },
    width: Math.max(1, width - before),
    height: (placed[placed.length - 1].line + 1) * LINE,
    layer: [
      {
        mark: { type: 'point', size, opacity: 1, strokeWidth: items.some(({ line }) => line) ? 0 : 1.2 },
        encoding: {
          ...place,
          fill: literal('fill'),
          stroke: literal('colour'),
          shape: literal('shape'),
        },
      },
      {
        mark: {
          type: 'text',
          align: 'left',
          baseline: 'middle',
          dx: room - room / 3,
          fontSize: LABEL_SIZE,
          color: INK,
          limit: 0,
        },
        encoding: { ...place, text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}

/** One after the other where all fit on a line, else in columns of one width. */
function inLines(widths: readonly number[], width: number): { left: number; line: number }[] {
  const whole = widths.reduce((sum, each) => sum + each + COLUMN_GAP, -COLUMN_GAP);
  const column = Math.max(...widths) + COLUMN_GAP;
  const perLine = Math.max(1, Math.floor((width + COLUMN_GAP) / column));
  let next = 0;
  return widths.map((each, at) => {
    const left = whole <= width ? next : (at % perLine) * column;
    next += each + COLUMN_GAP;
    return { left, line: whole <= width ? 0 : Math.floor(at / perLine) };
  });
}
