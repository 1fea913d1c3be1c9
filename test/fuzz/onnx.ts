import '../../src/tfjs-cpu.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireExplainable } from '../../src/attribution/dry-trace.ts';
import { InputError } from '../../src/errors.ts';
import { loadModel } from '../../src/model/load.ts';
import { damageBytes } from './damage-bytes.ts';
import type { Fate } from './models.ts';
import { generator } from './mutate.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/onnx');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.onnx'));

/** Loads an ONNX file damaged as the seed says, and traces it. An error other than an InputError comes out. */
export async function tryDamagedOnnx(seed: number): Promise<Fate> {
  const random = generator(seed);
  const bytes = readFileSync(join(FOLDER, FILES[seed % FILES.length]));
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  try {
    const path = join(folder, 'net.onnx');
    await writeFile(path, damageBytes(bytes, random));
    const model = await loadModel(path);
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
