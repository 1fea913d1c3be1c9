import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Maps } from '../../attribution/maps.ts';
import type { Chunk } from './chunks.ts';
import { readLine, writeLine } from './line-text.ts';

/**
 * Maps of the trained model, a file for each method and chunk of inputs, as long as a run is not at its end: what scores are
 * measured against takes as long to compute as a stage. A file is a line of a journal, with the hash of the float32 values
 * that follow it; one that is not whole, or of another run, is not read.
 */
export class MapFiles {
  readonly #folder: string;
  readonly #identity: string;

  constructor(folder: string, identity: string) {
    this.#folder = folder;
    this.#identity = identity;
  }

  read(method: string, chunk: Chunk): Maps | null {
    let bytes: Buffer;
    try {
      bytes = readFileSync(this.#path(method, chunk));
    } catch {
      return null;
    }
    const end = bytes.indexOf(10);
    const head = readLine(bytes.subarray(0, end).toString('utf8'), this.#identity);
    const body = Uint8Array.from(bytes.subarray(end + 1));
    if (head.kind !== 'own') return null;
    const { of, shape, count, hash } = head.value as {
      of: unknown;
      shape: number[];
      count: number;
      hash: string;
    };
    if (JSON.stringify(of) !== JSON.stringify([method, chunk]) || hash !== hashOf(body)) return null;
    return { shape, count, values: new Float32Array(body.buffer) };
  }

  write(method: string, chunk: Chunk, { shape, count, values }: Maps): void {
    mkdirSync(this.#folder, { recursive: true });
    const body = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const head = writeLine({ of: [method, chunk], shape, count, hash: hashOf(body) }, this.#identity);
    const path = this.#path(method, chunk);
    writeFileSync(`${path}.new`, Buffer.concat([Buffer.from(head), body]));
    renameSync(`${path}.new`, path);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #path(method: string, { first }: Chunk): string {
    return join(this.#folder, createHash('sha256').update(`${method} ${first}`).digest('hex').slice(0, 16));
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
