import type { Curve } from '../../checks/curve.ts';
import { methodMarks } from './method-marks.ts';

/** How a traced curve is drawn: told apart by its stroke as well as by its colour. */
export interface CurveStyle {
  readonly name: string;
  readonly words: string;
  readonly colour: string;
  /** Lengths of strokes and gaps; empty for a whole line. */
  readonly dash: readonly number[];
  readonly width: number;
  readonly control: boolean;
  /** Of the line in the legend, as a path in a square from -1 to 1. */
  readonly sample: string;
}

const OWN = [
  { dash: [], sample: 'M-1,-.09h2v.18h-2Z' },
  { dash: [7, 2.5], sample: 'M-1,-.09h.8v.18h-.8ZM.05,-.09h.8v.18h-.8Z' },
  { dash: [9, 2, 2, 2], sample: 'M-1,-.09h1.1v.18h-1.1ZM.35,-.09h.25v.18h-.25ZM.85,-.09h.15v.18h-.15Z' },
];
const CONTROL = {
  dash: [1.5, 2],
  sample:
    'M-1,-.08h.2v.16h-.2ZM-.6,-.08h.2v.16h-.2ZM-.2,-.08h.2v.16h-.2ZM.2,-.08h.2v.16h-.2ZM.6,-.08h.2v.16h-.2Z',
};

/** Styles of the curves of a family, controls in the colour of the curve that stands at their place among the others. */
export function curveStyles(curves: readonly Curve[]): CurveStyle[] {
  const own = curves.filter(({ control }) => !control);
  const controls = curves.filter(({ control }) => control);
  const marks = methodMarks(own.map(({ name }) => name));
  const style = (curve: Curve, at: number, { dash, sample }: (typeof OWN)[number], width: number) => {
    const { name, words } = curve;
    const { colour } = marks[at % marks.length];
    return { name, words, colour, dash, sample, width, control: controls.includes(curve) };
  };
  return [
    ...own.map((curve, at) => style(curve, at, OWN[at % OWN.length], 1.7)),
    ...controls.map((curve, at) => style(curve, at, CONTROL, 1.4)),
  ];
}
