import { readFileSync } from 'node:fs';
import { explainBatch } from '../../src/attribution/explain-batch.ts';
import type { Maps } from '../../src/attribution/maps.ts';
import type { Method } from '../../src/attribution/method.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type GoldenNetwork, goldenNetworks } from './golden.ts';

interface StoredTensor {
  readonly shape: number[];
  readonly f32: string;
}

export interface ExpectedMaps {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** Largest magnitude of each input's map. */
  readonly largest: readonly number[];
}

/** A tiny network with the maps that two independent implementations of each propagation rule give on it. */
export interface PropagationNetwork extends GoldenNetwork {
  readonly propagated: ReadonlyMap<string, ExpectedMaps>;
  /** Patterns by layer, shaped as its kernel. */
  readonly patterns: ReadonlyMap<string, Float32Array>;
  /** One input. */
  readonly given: Float32Array | null;
  /** Inputs that patterns are estimated from. */
  readonly samples: Float32Array | null;
}

interface Stored {
  readonly expected: Record<string, StoredTensor & { readonly largest: number[] }>;
  readonly patterns?: Record<string, StoredTensor>;
  readonly baseline?: StoredTensor;
  readonly samples?: StoredTensor;
}

const decode = ({ f32 }: StoredTensor) => new Float32Array(new Uint8Array(Buffer.from(f32, 'base64')).buffer);

export function propagationNetworks(): PropagationNetwork[] {
  const file = new URL('./golden/propagation.json', import.meta.url);
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Stored>;
  return goldenNetworks().map((network) => {
    const { expected, patterns = {}, baseline, samples } = stored[network.name];
    return {
      ...network,
      propagated: new Map(
        Object.entries(expected).map(([entry, map]) => [entry, { ...map, values: decode(map) }]),
      ),
      patterns: new Map(Object.entries(patterns).map(([layer, tensor]) => [layer, decode(tensor)])),
      given: baseline ? decode(baseline) : null,
      samples: samples ? decode(samples) : null,
    };
  });
}

/** Maps of one method on all inputs of a network. */
export async function mapsOf(
  method: Method,
  engine: Engine,
  network: GoldenNetwork,
  size = 4,
): Promise<Maps> {
  const { model, batch, targets, noise } = network;
  const weighted = new WeightedModel(new Programs(engine, model, size), model.trained);
  try {
    const [maps] = await explainBatch([method], weighted, batch, targets, noise);
    return maps;
  } finally {
    await weighted.release();
  }
}

/** Largest error over largest magnitude, over the inputs; an all-zero map must be met exactly. */
export function worstError(found: Float32Array, { shape, values, largest }: ExpectedMaps): number {
  const size = values.length / shape[0];
  if (found.length !== values.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < values.length; i++) {
    const scale = largest[Math.floor(i / size)];
    const error = Math.abs(found[i] - values[i]);
    worst = Math.max(worst, scale === 0 ? (error === 0 ? 0 : Number.POSITIVE_INFINITY) : error / scale);
  }
  return worst;
}
