import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochRecord } from './checkpoint.ts';
import { readState, writeState } from './state-file.ts';
import { prepareTraining, type Trained, type TrainingOptions, trainNetwork } from './train-network.ts';

const FINISHED = '.trained';
const UNFINISHED = '.checkpoint';

/** A file of a folder of trained networks. */
export interface StoredTraining {
  /** Hash of architecture, initial weights, data, labels, settings and seed. */
  readonly key: string;
  readonly path: string;
  readonly finished: boolean;
  readonly bytes: number;
  readonly modified: Date;
}

type About = Omit<Trained, 'weights'>;

/**
 * Trains a network, or takes it from a folder of trained ones: a file there is named for a hash of everything that decides
 * the weights, so a stored network is what training would give. Training that was killed goes on where it was.
 * `onEpoch` is called for the epochs of a stored network too.
 */
export async function trainedWeights(
  folder: string,
  options: Omit<TrainingOptions, 'checkpoint'>,
): Promise<Trained & { readonly key: string; readonly cached: boolean }> {
  const key = prepareTraining(options).key();
  const path = join(folder, key + FINISHED);
  const stored = await readState(path);
  if (stored?.key === key) {
    const about = stored.about as About;
    about.history.forEach((epoch: EpochRecord) => {
      options.onEpoch?.(epoch);
    });
    return { ...about, weights: stored.arrays, key, cached: true };
  }
  const checkpoint = join(folder, key + UNFINISHED);
  const trained = await trainNetwork({ ...options, checkpoint });
  const { weights, ...about } = trained;
  await writeState(path, { key, about, arrays: weights });
  await rm(checkpoint, { force: true });
  return { ...trained, key, cached: false };
}

/** The networks in a folder, finished or not, by key. Other files are left out; a folder that does not exist is empty. */
export async function listTrained(folder: string): Promise<StoredTraining[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const stored: StoredTraining[] = [];
  for (const name of names.sort()) {
    const [, key, kind] = /^([0-9a-f]{64})(\.trained|\.checkpoint)$/.exec(name) ?? [];
    if (!key) continue;
    const path = join(folder, name);
    const { size, mtime } = await stat(path);
    stored.push({ key, path, finished: kind === FINISHED, bytes: size, modified: mtime });
  }
  return stored;
}

/** Deletes the networks in a folder, and nothing else there. Returns what was deleted. */
export async function clearTrained(folder: string): Promise<StoredTraining[]> {
  const stored = await listTrained(folder);
  for (const { path } of stored) await rm(path, { force: true });
  return stored;
}
