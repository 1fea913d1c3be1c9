import type { NoiseSource } from '../attribution/noise.ts';
import { Stream } from './stream.ts';

/**
 * Method noise fixed by a seed. `ids` name the inputs by content, so that the noise of an input does not depend on its
 * place among the others; `replica` gives other noise for the ceiling of stochastic methods; so does a `purpose` of its own. Noise that never repeats is told apart by the `occasion`.
 */
export function seededNoise(
  seed: number,
  ids: readonly string[],
  replica = 0,
  { purpose = 'noise', occasion = '' }: { readonly purpose?: string; readonly occasion?: string } = {},
): NoiseSource {
  let calls = 0;
  const normals = (out: Float32Array, stream: Stream) => {
    for (let i = 0; i < out.length; i++) out[i] = stream.normal();
  };
  return {
    fill: (index, draw, out) => normals(out, new Stream(purpose, seed, replica, ids[index], draw)),
    fillFixed: (out) => normals(out, new Stream('fixed noise', seed)),
    fillFresh: (out) => normals(out, new Stream('fresh noise', seed, replica, ids.join(), occasion, calls++)),
  };
}
