import { GATE_STYLES, type GateStyle } from './summary-styles.ts';

/** A gate of one method: its retained similarity with the interval that decides. */
export interface GatePoint {
  readonly row: number;
  /** Null where the gate is undefined. */
  readonly retained: number | null;
  readonly low: number;
  readonly high: number;
  readonly status: GateStyle;
  /** Behind its number: that of another metric than the panel's first. */
  readonly sign?: string;
}

/**
 * The marks of one panel: intervals, values, and at the ends of the axis a triangle for everything that lies beyond. A
 * value that lies beyond has no mark of its own there: a large triangle stands for it, and its number beside the panel.
 */
export function summaryMarks(
  points: readonly GatePoint[],
  [least, most]: readonly [number, number],
  x: object,
  y: object,
): object[] {
  const marks = points.flatMap((point) => {
    const { shape, colour } = GATE_STYLES[point.status];
    return point.retained === null || shape === null
      ? []
      : [{ ...point, retained: point.retained, shape, colour }];
  });
  const inside = (value: number) => Math.min(most, Math.max(least, value));
  const colour = { field: 'colour', type: 'nominal', scale: null, legend: null };
  const intervals = marks.map((mark) => ({ ...mark, low: inside(mark.low), high: inside(mark.high) }));
  const values = marks.filter(({ retained }) => retained >= least && retained <= most);
  const ends = marks.flatMap(({ row, retained, low, high, colour: hue }) => [
    ...(low < least
      ? [{ row, end: least, shape: 'triangle-left', size: retained < least ? 75 : 38, hue }]
      : []),
    ...(high > most
      ? [{ row, end: most, shape: 'triangle-right', size: retained > most ? 75 : 38, hue }]
      : []),
  ]);
  return [
    {
      data: { values: intervals },
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color: colour },
    },
    {
      data: { values },
      mark: { type: 'point', filled: true, size: 46, opacity: 1 },
      encoding: {
        x: { ...x, field: 'retained' },
        y,
        color: colour,
        shape: { field: 'shape', type: 'nominal', scale: null, legend: null },
      },
    },
    {
      data: { values: ends },
      mark: { type: 'point', filled: true, opacity: 1 },
      encoding: {
        x: { ...x, field: 'end' },
        y,
        color: { ...colour, field: 'hue' },
        shape: { field: 'shape', type: 'nominal', scale: null, legend: null },
        size: { field: 'size', type: 'quantitative', scale: null, legend: null },
      },
    },
  ];
}
