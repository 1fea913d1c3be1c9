import type { Batch } from '../../attribution/method.ts';
import { InputStructure } from '../../similarity/input-structure.ts';

/** The structure of an input by its place among maps that are compared. */
export type InputOf = (map: number) => InputStructure;

const kept = new WeakMap<Float32Array, Map<number, InputStructure>>();

/** The structures of a batch's inputs, made once for all maps of them; `first` is the place of the first map's input. */
export function inputStructures({ values, baseline, shape, count }: Batch, first = 0): InputOf {
  const known = kept.get(values) ?? new Map<number, InputStructure>();
  kept.set(values, known);
  const size = values.length / count;
  return (map) => {
    const at = first + map;
    const structure =
      known.get(at) ?? new InputStructure(values.subarray(at * size, (at + 1) * size), baseline, shape);
    known.set(at, structure);
    return structure;
  };
}

/** Mean share of the pixels that are those of the baseline, over the inputs. */
export function meanZeroShare(batch: Batch): number {
  const of = inputStructures(batch);
  let sum = 0;
  for (let i = 0; i < batch.count; i++) sum += of(i).zeroShare;
  return sum / batch.count;
}
