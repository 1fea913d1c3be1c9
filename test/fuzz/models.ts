import '../../src/tfjs-cpu.ts';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireExplainable } from '../../src/attribution/dry-trace.ts';
import { InputError } from '../../src/errors.ts';
import { loadModel } from '../../src/model/load.ts';
import { CASES as OPERATIONS, write as writeOperation } from '../model/formats/tfjs-graph/operation-cases.ts';
import { CASES as LAYERS, write as writeLayer } from '../model/formats/tfjs-layers/layer-cases.ts';
import { generator, mutate } from './mutate.ts';
import { tryDamagedOnnx } from './onnx.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Original {
  readonly document: { readonly weightsManifest: unknown };
  readonly files: ReadonlyMap<string, Buffer>;
}

/** Where damaged models come from: networks of the repository in both formats, and small ones of every layer and operation. */
export const SOURCES: Readonly<Record<string, (seed: number) => Promise<Original>>> = {
  ...Object.fromEntries(
    [
      'fixtures/digits/cnn',
      'fixtures/digits/mlp',
      'fixtures/shapes/network',
      'test/model/formats/tfjs-graph/golden/residual',
      'test/model/formats/tfjs-graph/golden/preactivation',
    ].map((network) => [network, () => read(join(ROOT, network))]),
  ),
  layers: (seed) => readAndRemove(writeLayer(LAYERS[seed % LAYERS.length])),
  operations: (seed) => readAndRemove(writeOperation(OPERATIONS[seed % OPERATIONS.length])),
};

/** What became of a damaged model. */
export type Fate = 'accepted' | 'refused';

/** Loads a model damaged as the seed says, and traces it. An error other than an InputError comes out. */
async function tryDamaged(source: string, seed: number): Promise<Fate> {
  const { document, files } = await SOURCES[source](seed);
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

async function read(folder: string): Promise<Original> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.bin'));
  const files = new Map<string, Buffer>();
  for (const name of names) files.set(name, await readFile(join(folder, name)));
  return { document: JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')), files };
}

async function readAndRemove(written: Promise<string>): Promise<Original> {
  const folder = await written;
  const made = await read(folder);
  await rm(folder, { recursive: true });
  return made;
}

/** What damages models and tries them, by the names of where they come from. */
export const TRIES: Readonly<Record<string, (seed: number) => Promise<Fate>>> = {
  ...Object.fromEntries(
    Object.keys(SOURCES).map((source) => [source, (seed: number) => tryDamaged(source, seed)]),
  ),
  onnx: tryDamagedOnnx,
};
