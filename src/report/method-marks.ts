// Paul Tol's muted scheme: nine colours that colour-blind readers can tell apart on white. Its pale yellow is darkened.
const COLOURS = [
  '#332288',
  '#cc6677',
  '#117733',
  '#c2a53e',
  '#882255',
  '#44aa99',
  '#88bbdd',
  '#999933',
  '#aa4499',
];
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down', 'triangle-right'];

/** A method in the data of a chart: vega looks groups up in plain objects, where `constructor` is always there. */
export const methodKey = (method: string): string => `method ${method}`;

/** Colour and shape of every method in charts: nine colours and seven shapes together tell 63 methods apart. */
export function methodMarks(methods: readonly string[]) {
  const encoding = { field: 'method', type: 'nominal' as const, title: null, legend: null };
  const cycle = (values: readonly string[]) => methods.map((_method, at) => values[at % values.length]);
  return {
    colour: { ...encoding, scale: { domain: methods.map(methodKey), range: cycle(COLOURS) } },
    shape: { ...encoding, scale: { domain: methods.map(methodKey), range: cycle(SHAPES) } },
  };
}

export type MethodMarks = ReturnType<typeof methodMarks>;
