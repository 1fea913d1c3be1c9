/** Edges in pixels; bottom and right are the first row and column beyond it. They may lie between pixels. */
export type Box = readonly [top: number, left: number, bottom: number, right: number];

/** The part of an image that an explanation should point to. */
export interface Region {
  readonly height: number;
  readonly width: number;
  /** [height, width] row-major: 1 inside, else 0. */
  readonly inside: Uint8Array;
  /** What it was given as; for a mask the one box around it. None where it is empty. */
  readonly boxes: readonly Box[];
}

/** Boxes [top, left, bottom, right] in pixels, bottom and right exclusive; a mask [H * W], not 0 inside; null for nothing. */
export type GivenRegion = readonly Box[] | ArrayLike<number> | null;

/** A region from its pixels: whatever is not 0 lies inside. */
export function regionOfMask(mask: ArrayLike<number>, height: number, width: number): Region {
  const inside = Uint8Array.from(mask, (value) => (value === 0 ? 0 : 1));
  const box = boundingBox(inside, width);
  return { height, width, inside, boxes: box ? [box] : [] };
}

/** The union of boxes; a pixel lies in a box that holds its middle. */
export function regionOfBoxes(boxes: readonly Box[], height: number, width: number): Region {
  const inside = new Uint8Array(height * width);
  for (const [top, left, bottom, right] of boxes) {
    for (let row = Math.max(0, Math.ceil(top - 0.5)); row < Math.min(height, bottom - 0.5); row++) {
      for (let column = Math.max(0, Math.ceil(left - 0.5)); column < Math.min(width, right - 0.5); column++) {
        inside[row * width + column] = 1;
      }
    }
  }
  return { height, width, inside, boxes };
}

/** The smallest box around all pixels that are not 0; null where there is none. */
export function boundingBox(inside: Uint8Array, width: number): Box | null {
  let [top, left, bottom, right] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1, -1];
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === 0) continue;
    const [row, column] = [Math.floor(i / width), i % width];
    top = Math.min(top, row);
    left = Math.min(left, column);
    bottom = Math.max(bottom, row + 1);
    right = Math.max(right, column + 1);
  }
  return bottom < 0 ? null : [top, left, bottom, right];
}

/** Number of pixels inside. */
export const sizeOf = ({ inside }: Region): number => inside.reduce((sum, value) => sum + value, 0);
