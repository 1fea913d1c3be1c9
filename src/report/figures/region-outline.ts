import type { Element } from 'xast';
import { x } from 'xastscript';
import type { CheckPictures, Pictures } from '../../results/pictures.ts';

/** Where a map stands in a figure. */
interface Place {
  readonly input: number;
  readonly left: number;
  readonly top: number;
  /** Its side. */
  readonly cell: number;
}

/** The edge of the region that a map should point to, black on white so that it shows on any colour; nothing where there is none. */
export function regionOutline(
  { inputs: { regions, shape } }: Pictures,
  { outlined }: CheckPictures,
  { input, left, top, cell }: Place,
): Element[] {
  if (!outlined || !regions || shape.length < 2) return [];
  const [height, width] = shape;
  const inside = regions.subarray(input * height * width, (input + 1) * height * width);
  const unit = cell / Math.max(height, width);
  const d = edgesOf(inside, height, width, {
    unit,
    left: left + (cell - width * unit) / 2,
    top: top + (cell - height * unit) / 2,
  });
  if (d === '') return [];
  const line = (stroke: string, thickness: number) =>
    x('path', { d, fill: 'none', stroke, 'stroke-width': thickness, 'stroke-linecap': 'square' });
  return [line('#ffffff', 2.2), line('#000000', 0.9)];
}

/** Edges between pixels inside and outside, those in a row as one stroke. */
function edgesOf(
  inside: Float32Array,
  height: number,
  width: number,
  { unit, left, top }: { readonly unit: number; readonly left: number; readonly top: number },
): string {
  const isIn = (row: number, column: number) =>
    row >= 0 && column >= 0 && row < height && column < width && inside[row * width + column] > 0;
  const at = (start: number, steps: number) => Math.round(100 * (start + steps * unit)) / 100;
  const strokes: string[] = [];
  const along = (
    lines: number,
    length: number,
    isEdge: (line: number, place: number) => boolean,
    flat: boolean,
  ) => {
    for (let line = 0; line <= lines; line++) {
      for (let from = 0; from < length; from++) {
        if (!isEdge(line, from)) continue;
        let to = from + 1;
        while (to < length && isEdge(line, to)) to++;
        strokes.push(
          flat
            ? `M${at(left, from)} ${at(top, line)}H${at(left, to)}`
            : `M${at(left, line)} ${at(top, from)}V${at(top, to)}`,
        );
        from = to;
      }
    }
  };
  along(height, width, (row, column) => isIn(row - 1, column) !== isIn(row, column), true);
  along(width, height, (column, row) => isIn(row, column - 1) !== isIn(row, column), false);
  return strokes.join('');
}
