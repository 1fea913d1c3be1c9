import { readFileSync } from 'node:fs';
import { explainBatch } from '../../src/attribution/explain-batch.ts';
import type { Maps } from '../../src/attribution/maps.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { comparePairs, prepareMaps, samePairs } from '../../src/harness/measure/similarities.ts';
import type { Weights } from '../../src/model/model.ts';
import { findMetric } from '../../src/similarity/registry.ts';
import { type GoldenNetwork, goldenNetworks } from '../attribution/golden.ts';
import { REFERENCE } from '../engine/reference.ts';

export interface StoredTensor {
  readonly shape: number[];
  readonly f32: string;
}

/** Scores of one input by the oracle's names of the metrics; null where undefined. */
export type StoredScores = Readonly<Record<string, number | null>>;

export const networks = goldenNetworks();
export const networkOf = (name: string): GoldenNetwork => networks.find((one) => one.name === name)!;

export const read = <T>(file: string): T =>
  JSON.parse(readFileSync(new URL(`./golden/${file}`, import.meta.url), 'utf8')) as T;

export function decode({ f32 }: StoredTensor): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(f32, 'base64')).buffer);
}

/** Stored maps [inputs, ...shape], or those of one class of [classes, inputs, ...shape]. */
export function mapsOf(stored: StoredTensor, among: number | null = null): Maps {
  const values = decode(stored);
  if (among === null) return { shape: stored.shape.slice(1), count: stored.shape[0], values };
  const size = values.length / stored.shape[0];
  return {
    ...{ shape: stored.shape.slice(2), count: stored.shape[1] },
    values: values.slice(among * size, (among + 1) * size),
  };
}

/** Entries of the oracle by the method that gives them, with its settings. */
export function methodOf(entry: string) {
  const [name, layer] = entry.split('@');
  const noise = name === 'smoothgrad' || name === 'vargrad' ? { draws: 8 } : {};
  // The oracle's paths are midpoints, 50 of them.
  const path = name === 'integrated-gradients' ? { quadrature: 'midpoint' } : {};
  return createMethod(name, { ...noise, ...path, ...(layer ? { layer } : {}) });
}

/** Calls `use` with the network under some weights; `offset` is taken from what it is given. */
export async function withModel<T>(
  kind: 'compiled' | 'eager',
  { model }: GoldenNetwork,
  use: (weighted: WeightedModel) => Promise<T>,
  {
    weights = model.trained,
    offset = 0,
    units,
  }: { readonly weights?: Weights; readonly offset?: number; readonly units?: 'softplus' } = {},
): Promise<T> {
  const notify = ({ message }: { readonly message: string }) => {
    throw new Error(message);
  };
  const engine: Engine = await createEngine({ engine: kind, backend: REFERENCE, threads: 1, notify });
  const weighted = new WeightedModel(new Programs(engine, model, 32), weights, null, { offset, units });
  try {
    return await use(weighted);
  } finally {
    await weighted.release();
    await engine.dispose();
  }
}

export const explained = async (
  weighted: WeightedModel,
  entries: readonly string[],
  { batch, targets, noise }: Pick<GoldenNetwork, 'batch' | 'targets' | 'noise'>,
): Promise<Maps[]> => explainBatch(entries.map(methodOf), weighted, batch, targets, noise);

/** Largest difference over the inputs, relative to the largest value of each one's stored map. */
export function worstError(found: Maps, stored: Maps): number {
  const size = stored.values.length / stored.count;
  let worst = 0;
  for (let i = 0; i < stored.count; i++) {
    const expected = stored.values.subarray(i * size, (i + 1) * size);
    const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    for (const [p, v] of expected.entries()) {
      const difference = Math.abs(found.values[i * size + p] - v);
      worst = Math.max(worst, largest === 0 ? difference : difference / largest);
    }
  }
  return worst;
}

/** Scores of pairs of maps, of metrics that are the oracle's: its SSIM of small planes is not ours. */
export function scoresOf(a: Maps, b: Maps, metrics: readonly string[]): Record<string, Float64Array> {
  const found = metrics.map(findMetric);
  return comparePairs(prepareMaps(a, found), prepareMaps(b, found), samePairs(a.count), found);
}

/** The largest difference of scores from stored ones; a score that only one side has is infinitely far. */
export function worstScore(
  found: Readonly<Record<string, Float64Array>>,
  stored: readonly StoredScores[],
): number {
  return Math.max(
    ...Object.entries(found).flatMap(([metric, values]) =>
      stored.map((scores, i) => {
        const expected = scores[metric];
        if (expected === null || Number.isNaN(values[i])) {
          return expected === null && Number.isNaN(values[i]) ? 0 : Number.POSITIVE_INFINITY;
        }
        return Math.abs(values[i] - expected);
      }),
    ),
  );
}

/** Weights of a network with some layers as stored, [kernel, bias] each; BatchNorm as of a new network where they say so. */
export function storedWeights(
  { model }: GoldenNetwork,
  layers: Readonly<Record<string, Readonly<Record<string, StoredTensor>>>>,
): Weights {
  const weights = new Map(model.trained);
  for (const [layer, tensors] of Object.entries(layers)) {
    for (const [part, tensor] of Object.entries(tensors)) {
      const own = [...weights.keys()].find((name) => name.startsWith(`${layer}/`) && isPart(name, part));
      if (!own) throw new Error(`no weight ${part} of ${layer} among ${[...weights.keys()].join(', ')}`);
      weights.set(own, decode(tensor));
    }
  }
  return weights;
}

const PARTS: Readonly<Record<string, string>> = { mean: 'moving_mean', variance: 'moving_variance' };
const isPart = (name: string, part: string): boolean => name.endsWith(`/${PARTS[part] ?? part}`);
