import { createHash } from 'node:crypto';
import { bytesInParts } from './bytes-in-parts.ts';
import type { WeightSpec, Weights } from './model.ts';

/** SHA-256, hexadecimal, over the topology's JSON text and every weight's name, shape and float32 bytes. */
export function fingerprint(topology: unknown, specs: readonly WeightSpec[], weights: Weights): string {
  const hash = createHash('sha256').update(JSON.stringify(topology));
  for (const { name, shape } of specs) {
    hash.update(`\n${name} [${shape}]\n`);
    for (const part of bytesInParts(bytesOf(weights.get(name)!))) hash.update(part);
  }
  return hash.digest('hex');
}

export function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
