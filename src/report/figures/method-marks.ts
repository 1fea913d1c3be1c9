import { vegaText } from './vega-picture.ts';

// Paul Tol's muted scheme: nine colours that colour-blind readers can tell apart on white, those that differ most first.
// Its pale yellow is darkened.
const COLOURS = [
  '#332288',
  '#cc6677',
  '#117733',
  '#c2a53e',
  '#88bbdd',
  '#882255',
  '#44aa99',
  '#999933',
  '#aa4499',
];
const SALTIRE = 'M-.6,-.9L0,-.3L.6,-.9L.9,-.6L.3,0L.9,.6L.6,.9L0,.3L-.6,.9L-.9,.6L-.3,0L-.9,-.6Z';
const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
  SALTIRE,
  'triangle-left',
];

/** So many methods have a colour and a shape of their own; a chart has no more. */
export const MOST_METHODS = COLOURS.length;
/** So many curves can be told apart in one panel. */
export const MOST_CURVES = 6;

/** Colour and shape of every method of a chart, of at most MOST_METHODS. */
export interface MethodMark {
  readonly method: string;
  readonly colour: string;
  readonly shape: string;
}

export function methodMarks(methods: readonly string[]): MethodMark[] {
  if (methods.length > MOST_METHODS) throw new RangeError(`expected at most ${MOST_METHODS} methods`);
  return methods.map((method, at) => ({ method, colour: COLOURS[at], shape: SHAPES[at] }));
}

/** The encodings of vega-lite that give every method its mark. */
export function markEncodings(marks: readonly MethodMark[]) {
  const encoding = { field: 'method', type: 'nominal' as const, title: null, legend: null };
  const domain = marks.map(({ method }) => vegaText(method));
  return {
    colour: { ...encoding, scale: { domain, range: marks.map(({ colour }) => colour) } },
    shape: { ...encoding, scale: { domain, range: marks.map(({ shape }) => shape) } },
  };
}
