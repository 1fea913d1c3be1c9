import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { RunFacts } from '../../src/results/facts.ts';

/** Scores of one method by one metric, in single precision; NaN where undefined. */
export interface MethodScores {
  /** By gate condition, [draws, images]. */
  readonly stages: readonly Float32Array[];
  /** R, [images]. */
  readonly ceiling: Float32Array;
  /** F of every pair (i, j), [images, images]. */
  readonly floor: Float32Array;
}

export interface PopulationSize {
  readonly images: number;
  readonly draws: number;
}

/** Far more inputs and draws than a user takes, under the gate conditions: small runs are taken out of it. */
export interface Population extends PopulationSize {
  readonly facts: RunFacts;
  /** By condition, [draws, images]: sums of the shifts of logits. */
  readonly shifts: readonly Float32Array[];
  /** By method, then metric. */
  readonly scores: Readonly<Record<string, Readonly<Record<string, MethodScores>>>>;
  /** By method: the shape of a map. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

/** As JSON with arrays as base64, compressed. */
export function packed(population: Population): Buffer {
  const text = JSON.stringify(population, (_, value) =>
    value instanceof Float32Array
      ? { f32: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
      : value,
  );
  return gzipSync(text, { level: 6 });
}

export function readPopulation(file: string): Population {
  const text = gunzipSync(readFileSync(file)).toString('utf8');
  return JSON.parse(text, (_, value) => {
    if (typeof value?.f32 !== 'string') return value;
    const bytes = Uint8Array.from(Buffer.from(value.f32, 'base64'));
    return new Float32Array(bytes.buffer);
  });
}
