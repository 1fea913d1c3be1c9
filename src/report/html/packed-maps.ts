import { deflateSync } from 'node:zlib';
import type { CheckPictures } from '../../results/pictures.ts';
import type { View } from '../../similarity/metric.ts';
import { drawnPlane } from '../figures/map-plane.ts';
import { mapBytes, type Side } from './map-bytes.ts';

/** Which maps of a check a page has, and how finely. */
export interface Packing {
  /** The first so many inputs of those that were kept. */
  readonly inputs: number;
  readonly side: Side;
  /** Steps of the colour scale, an even number up to 254. */
  readonly steps: number;
}

/** Rows and columns of a check's maps; one row for features without places. */
export function ownSide({ shape }: CheckPictures): Side {
  const [height, width] = shape.length > 1 ? shape : [1, shape[0]];
  return { height, width };
}

/**
 * Maps of one view as base64 of deflated bytes [stages, inputs, height, width]. `count` is the number of inputs that the
 * check has maps of, `stages` the places of those that are packed.
 */
export function packedMaps(
  check: CheckPictures,
  count: number,
  view: View,
  { inputs, side, steps }: Packing,
  stages: readonly number[] = [...check.stages.keys()],
): string {
  const size = check.shape.reduce((product, n) => product * n, 1);
  const parts = stages.flatMap((stage) =>
    Array.from({ length: inputs }, (_each, input) => {
      const start = (stage * count + input) * size;
      const plane = drawnPlane(check.values.subarray(start, start + size), check.shape, view);
      return mapBytes(plane, view, side, steps);
    }),
  );
  return deflateSync(Buffer.concat(parts), { level: 9 }).toString('base64');
}

/** Whether both views of a map are needed: the size of a sum over channels or pixels is not the sum of the sizes. */
export function needsBoth(check: CheckPictures, { height, width }: Side): boolean {
  const own = ownSide(check);
  return (check.shape[2] ?? 1) > 1 || height < own.height || width < own.width;
}
