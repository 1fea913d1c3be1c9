/** An affine transform as PDF and SVG write it: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** The transforms of an SVG attribute, from the outermost to the innermost: translate, rotate and scale. */
export function transformsOf(attribute: string | null | undefined): Matrix[] {
  return [...(attribute ?? '').matchAll(/(\w+)\(([^)]*)\)/g)].flatMap(([, name, list]) => {
    const numbers = list
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (numbers.some((each) => !Number.isFinite(each))) return [];
    return matrices(name, numbers);
  });
}

function matrices(name: string, [first = 0, second, third]: number[]): Matrix[] {
  switch (name) {
    case 'translate':
      return [[1, 0, 0, 1, first, second ?? 0]];
    case 'scale':
      return [[first, 0, 0, second ?? first, 0, 0]];
    case 'rotate': {
      const [cos, sin] = [Math.cos((first * Math.PI) / 180), Math.sin((first * Math.PI) / 180)];
      const turn: Matrix = [cos, sin, -sin, cos, 0, 0];
      if (second === undefined || third === undefined) return [turn];
      return [[1, 0, 0, 1, second, third], turn, [1, 0, 0, 1, -second, -third]];
    }
    default:
      throw new Error(`A transform of a figure that its PDF cannot hold: ${name}.`);
  }
}
