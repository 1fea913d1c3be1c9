import { z } from 'zod';
import type { Batch } from '../method.ts';
import { halfAndTwice, triedAt } from '../neighbours.ts';
import { labOf } from './lab.ts';
import { type Picture, slic } from './slic.ts';

export const SEGMENTATIONS = ['auto', 'slic', 'grid', 'single'] as const;

/** What of an input is taken away together. */
export interface SegmentSettings {
  /**
   * `slic`, superpixels; `grid`, blocks of equal size; `single`, each pixel, feature or step for itself. `auto` is `slic` for
   * images of more pixels than segments, else `single`.
   */
  readonly segmentation: (typeof SEGMENTATIONS)[number];
  /** About how many, and no more. */
  readonly segments: number;
  /** Of superpixels. */
  readonly compactness: number;
}

/** Settings of segments: superpixels where the input has rows and columns, 50 of them. */
export const segmentSettings = {
  segmentation: z.enum(SEGMENTATIONS, `one of ${SEGMENTATIONS.join(', ')}`).default('auto'),
  segments: triedAt(
    z.int('a whole number').min(2, 'at least 2').max(10_000, 'at most 10000').default(50),
    halfAndTwice,
  ),
  compactness: z.number('a number').positive('more than 0').max(1e6, 'at most 1000000').default(10),
};

/** The segment of every pixel or feature of one input, from 0. */
export interface Segments {
  readonly of: Int32Array;
  readonly count: number;
}

type Shape = readonly number[];

/** The most segments that an input of a shape may have. */
export function mostSegments(shape: Shape, settings: SegmentSettings): number {
  const { pixels, height, width } = extents(shape);
  const chosen = choice(shape, settings);
  if (chosen === 'single') return pixels;
  if (chosen === 'slic') return settings.segments;
  const { rows, columns } = gridOf(height, width, settings.segments);
  return rows * columns;
}

const kept = new WeakMap<ArrayBufferLike, Map<string, Segments>>();

/** The segments of one input. They are found once, whatever the weights are. */
export function segmentsOf(
  { values, count, shape }: Batch,
  image: number,
  settings: SegmentSettings,
): Segments {
  const size = values.length / count;
  const known = kept.get(values.buffer) ?? new Map<string, Segments>();
  kept.set(values.buffer, known);
  const { segmentation, segments, compactness } = settings;
  const from = values.byteOffset / Float32Array.BYTES_PER_ELEMENT + image * size;
  const key = [from, segmentation, segments, compactness].join(' ');
  const found = known.get(key) ?? find(values.subarray(image * size, (image + 1) * size), shape, settings);
  known.set(key, found);
  return found;
}

function find(input: Float32Array, shape: Shape, settings: SegmentSettings): Segments {
  const { pixels, height, width } = extents(shape);
  const chosen = choice(shape, settings);
  if (chosen === 'single') return { of: Int32Array.from({ length: pixels }, (_, p) => p), count: pixels };
  if (chosen === 'slic') {
    const of = slic(pictureOf(input, height, width), settings);
    return { of, count: of.reduce((most, label) => Math.max(most, label), 0) + 1 };
  }
  const { rows, columns } = gridOf(height, width, settings.segments);
  const of = Int32Array.from({ length: pixels }, (_, p) => {
    const [row, column] = [Math.floor(p / width), p % width];
    return Math.floor((row * rows) / height) * columns + Math.floor((column * columns) / width);
  });
  return { of, count: rows * columns };
}

function choice(shape: Shape, { segmentation, segments }: SegmentSettings): 'slic' | 'grid' | 'single' {
  const { pixels, height, width } = extents(shape);
  // Features and steps lie in no plane.
  if (height === 1 || width === 1) return 'single';
  if (segmentation !== 'auto') return segmentation;
  return pixels > segments ? 'slic' : 'single';
}

function extents(shape: Shape) {
  const [height, width] = shape.length > 1 ? shape : [1, shape[0]];
  return { height, width, pixels: height * width };
}

/** Rows and columns of blocks that are about square, at most so many. */
function gridOf(height: number, width: number, segments: number) {
  const rows = Math.max(1, Math.min(height, segments, Math.round(Math.sqrt((segments * height) / width))));
  return { rows, columns: Math.max(1, Math.min(width, Math.floor(segments / rows))) };
}

/** Colours in L*a*b* for three channels, else each channel from 0 to 100; scaled from the input's own range. */
function pictureOf(input: Float32Array, height: number, width: number): Picture {
  const [low, high] = input.reduce(
    ([a, b], v) => [Math.min(a, v), Math.max(b, v)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const span = high > low ? high - low : 1;
  const colours = Float64Array.from(input, (value) => (100 * (value - low)) / span);
  if (input.length === 3 * height * width) {
    for (let at = 0; at < colours.length; at += 3) {
      labOf(colours[at] / 100, colours[at + 1] / 100, colours[at + 2] / 100, colours, at);
    }
  }
  return { height, width, colours };
}
