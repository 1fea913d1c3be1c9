import type { Maps } from '../similarity/maps.ts';

export type { Maps } from '../similarity/maps.ts';

/** Maps with one value for every value of the inputs. */
export function shapedLike({ shape, count }: Pick<Maps, 'shape' | 'count'>, values: Float32Array): Maps {
  return { shape, count, values };
}
