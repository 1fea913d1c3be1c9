import { type Box, boundingBox, type Region } from './region.ts';

/** Of the largest value (Selvaraju et al. 2017). */
const THRESHOLD = 0.15;

/**
 * Overlap of two boxes, intersection over union: that around the largest connected part of the plane above 15 % of its
 * largest value, and that of the region, the best of several (Selvaraju et al. 2017). Pixels that touch at a corner are
 * connected. NaN where the largest value is not positive.
 */
export function boxIou(plane: Float64Array, { width, height, boxes }: Region): number {
  const largest = plane.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!(largest > 0) || boxes.length === 0) return Number.NaN;
  const above = Uint8Array.from(plane, (value) => (value > THRESHOLD * largest ? 1 : 0));
  const found = boundingBox(largestPart(above, height, width), width)!;
  return Math.max(...boxes.map((box) => overlap(found, box)));
}

/** The largest connected part; of equals the first in row-major order. */
function largestPart(marked: Uint8Array, height: number, width: number): Uint8Array {
  const left = marked.slice();
  let best: number[] = [];
  for (let start = 0; start < left.length; start++) {
    if (left[start] === 0) continue;
    const part = [start];
    left[start] = 0;
    for (const i of part) {
      const [row, column] = [Math.floor(i / width), i % width];
      for (let r = Math.max(0, row - 1); r <= Math.min(height - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(width - 1, column + 1); c++) {
          if (left[r * width + c] === 0) continue;
          left[r * width + c] = 0;
          part.push(r * width + c);
        }
      }
    }
    if (part.length > best.length) best = part;
  }
  const kept = new Uint8Array(marked.length);
  for (const i of best) kept[i] = 1;
  return kept;
}

function overlap(a: Box, b: Box): number {
  const height = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const width = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const shared = Math.max(0, height) * Math.max(0, width);
  return shared / (areaOf(a) + areaOf(b) - shared);
}

const areaOf = ([top, left, bottom, right]: Box): number => (bottom - top) * (right - left);
