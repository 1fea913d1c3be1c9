import { InputError } from '../../errors.ts';
import type { LossCourse } from './divergence.ts';
import { readState, writeState } from './state-file.ts';

/** An epoch of training. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean over the epoch's steps, penalties included. */
  readonly loss: number;
  /** Share of the inputs that were answered correctly when their step came, dropout and all. */
  readonly accuracy: number;
  /** Share of all training inputs that the weights at the epoch's end answer correctly at inference; null where it was not measured. */
  readonly measured: number | null;
}

/** Everything that training needs to go on after an epoch. Random streams need nothing: seed and epoch address them. */
export interface TrainingState {
  readonly history: readonly EpochRecord[];
  readonly steps: number;
  readonly course: LossCourse | null;
  /** Why no epoch follows; null while some do. */
  readonly ended: 'accuracy' | 'epochs' | null;
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** Of the optimizer. */
  readonly memory: ReadonlyMap<string, Float32Array>;
}

type About = Omit<TrainingState, 'weights' | 'memory'>;

export async function writeCheckpoint(path: string, key: string, state: TrainingState): Promise<void> {
  const { weights, memory, ...about } = state;
  const arrays = new Map([
    ...[...weights].map(([name, values]) => [`weight:${name}`, values] as const),
    ...[...memory].map(([name, values]) => [`memory:${name}`, values] as const),
  ]);
  await writeState(path, { key, about, arrays });
}

/** The state after the last finished epoch, or null where none is saved. Throws InputError for another training's file. */
export async function readCheckpoint(path: string, key: string): Promise<TrainingState | null> {
  const file = await readState(path);
  if (!file) return null;
  if (file.key !== key) {
    throw new InputError({
      thing: path,
      expected: 'a checkpoint of this very training',
      found: 'one of another network, data, settings or seed',
      hint: 'Delete it, or name another file.',
    });
  }
  const under = (prefix: string) =>
    new Map(
      [...file.arrays].flatMap(([name, values]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), values] as const] : [],
      ),
    );
  return { ...(file.about as About), weights: under('weight:'), memory: under('memory:') };
}
