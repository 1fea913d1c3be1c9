import type { Element, Root } from 'xast';
import { fromXml } from 'xast-util-from-xml';
import { textWidth } from '../../src/report/figures/font.ts';
import { type Matrix, transformsOf } from '../../src/report/pdf/transform.ts';

type Point = readonly [x: number, y: number];

/** A line of text in a figure with the corners of what it covers. */
export interface TextBox {
  readonly text: string;
  readonly size: number;
  readonly corners: readonly Point[];
}

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

const moved = ([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point => [a * x + c * y + e, b * x + d * y + f];

/** Every line of text of an SVG in the units of its view box, as wide as its font is, from baseline to capital height. */
export function textBoxes(svg: string): TextBox[] {
  const walk = (tree: Root | Element, above: Matrix): TextBox[] =>
    tree.children.flatMap((child) => {
      if (child.type !== 'element' || child.name === 'title') return [];
      const { attributes } = child;
      const matrix = transformsOf(attributes.transform).reduce(times, above);
      return child.name === 'text' ? boxOf(child, matrix) : walk(child, matrix);
    });
  return walk(fromXml(svg), IDENTITY);
}

function boxOf({ attributes, children }: Element, matrix: Matrix): TextBox[] {
  const text = children.map((child) => (child.type === 'text' ? child.value : '')).join('');
  if (text.trim() === '') return [];
  const size = Number.parseFloat(attributes['font-size'] ?? '');
  const width = textWidth(text, size, attributes['font-weight'] === 'bold' ? 'bold' : 'normal');
  const shift = { start: 0, middle: 0.5, end: 1 }[attributes['text-anchor'] ?? 'start'] ?? 0;
  const left = Number(attributes.x ?? 0) - shift * width;
  const baseline = Number(attributes.y ?? 0);
  const corners: Point[] = [
    [left, baseline - 0.73 * size],
    [left + width, baseline - 0.73 * size],
    [left + width, baseline],
    [left, baseline],
  ];
  return [{ text, size, corners: corners.map((corner) => moved(matrix, corner)) }];
}

/** Pairs of texts that cover each other by more than half a unit, whatever way they are turned. */
export function overlaps(boxes: readonly TextBox[]): string[] {
  return boxes.flatMap((box, at) =>
    boxes
      .slice(at + 1)
      .filter((other) => overlap(box, other))
      .map((other) => `${box.text} | ${other.text}`),
  );
}

/** Texts that reach beyond the view box. */
export function outside(svg: string): string[] {
  const [, left, top, width, height] = svg
    .match(/viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"/)!
    .map(Number);
  return textBoxes(svg)
    .filter(({ corners }) =>
      corners.some(([x, y]) => x < left - 1 || y < top - 1 || x > left + width + 1 || y > top + height + 1),
    )
    .map(({ text }) => text);
}

/** Two rectangles are apart where a line along some side of one of them parts them. */
function overlap(a: TextBox, b: TextBox): boolean {
  return [a, b].every(({ corners }) =>
    [0, 1].every((side) => {
      const [[x0, y0], [x1, y1]] = [corners[side], corners[side + 1]];
      const length = Math.hypot(x1 - x0, y1 - y0);
      const along = ({ corners: all }: TextBox) =>
        all.map(([x, y]) => (x * (x1 - x0) + y * (y1 - y0)) / length);
      const [ofA, ofB] = [along(a), along(b)];
      return (
        Math.min(Math.max(...ofA), Math.max(...ofB)) - Math.max(Math.min(...ofA), Math.min(...ofB)) > 0.5
      );
    }),
  );
}
