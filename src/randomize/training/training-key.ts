import { createHash } from 'node:crypto';
import type { Engine } from '../../engine/engine.ts';
import type { Model, Weights } from '../../model/model.ts';
import { VERSION } from '../../version.ts';
import type { TrainingSettings } from './settings.ts';

/** What decides the weights that training ends with. */
export interface KeyParts {
  readonly model: Model;
  readonly engine: Pick<Engine, 'name' | 'backend' | 'device' | 'threads'>;
  readonly initial: Weights;
  readonly data: Float32Array;
  readonly labels: ArrayLike<number>;
  readonly settings: TrainingSettings;
  readonly seed: number;
}

/** A hash (SHA-256, hexadecimal) of everything that decides the weights that training ends with. */
export function trainingKey(parts: KeyParts): string {
  const { model, engine, initial, data, labels, settings, seed } = parts;
  const hash = createHash('sha256');
  const facts = {
    version: VERSION,
    engine: [engine.name, engine.backend, engine.device, engine.threads],
    settings,
    seed,
  };
  hash.update(JSON.stringify(facts));
  // The files hold the architecture and the weights that training begins with.
  for (const { parts: bytes } of model.serialise(initial)) for (const part of bytes) hash.update(part);
  hash.update(bytesOf(data));
  hash.update(bytesOf(Int32Array.from(labels)));
  return hash.digest('hex');
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
