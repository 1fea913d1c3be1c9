import '../../src/tfjs-cpu.ts';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireExplainable } from '../../src/attribution/dry-trace.ts';
import { InputError } from '../../src/errors.ts';
import { loadModel } from '../../src/model/load.ts';
import { generator, mutate } from './mutate.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Networks that come with the repository, of both formats. */
export const NETWORKS = [
  'fixtures/digits/cnn',
  'fixtures/digits/mlp',
  'fixtures/shapes/network',
  'test/model/graph/golden/residual',
  'test/model/graph/golden/preactivation',
];

/** What became of a damaged model: `accepted`, or `refused`. Throws for anything that is neither. */
export type Fate = 'accepted' | 'refused';

export interface Original {
  readonly document: { readonly weightsManifest: unknown };
  readonly files: ReadonlyMap<string, Buffer>;
}

export async function original(network: string): Promise<Original> {
  const folder = join(ROOT, network);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.bin'));
  const files = new Map<string, Buffer>();
  for (const name of names) files.set(name, await readFile(join(folder, name)));
  return { document: JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')), files };
}

/** Loads a network damaged as the seed says, and traces it. An error other than an InputError comes out. */
export async function tryDamaged({ document, files }: Original, seed: number): Promise<Fate> {
  const random = generator(seed);
  // Mostly the topology: weights are checked by their sizes.
  const { weightsManifest, ...topology } = document;
  const damaged =
    random() < 0.8
      ? { ...(mutate(topology, random) as object), weightsManifest }
      : (mutate(document, random) as object);
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  try {
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
    await writeFile(join(folder, 'model.json'), JSON.stringify(damaged));
    const model = await loadModel(folder);
    try {
      requireExplainable(model);
    } finally {
      model.dispose();
    }
    return 'accepted';
  } catch (error) {
    if (error instanceof InputError) return 'refused';
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}
