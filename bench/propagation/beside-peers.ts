import { explainBatch } from '../../src/attribution/explain-batch.ts';
import type { Batch, Method } from '../../src/attribution/method.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { createMethod } from '../../src/attribution/registry.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { InputError } from '../../src/errors.ts';
import { loadModel } from '../../src/model/load.ts';
import { seededNoise } from '../../src/randomize/noise-source.ts';
import type { PeerNetwork, RulePeer } from '../rule-peers.ts';

/** What a peer takes for a rule, and how far our map of the same network is from its map in float64. */
export interface Beside extends RulePeer {
  readonly method: string;
  /** As a relative length; null where the peer has no map. */
  readonly ours: number | null;
}

/** The settings at which a method is what the peer has under the same name. */
const SAME: Readonly<Record<string, object>> = { 'lrp-epsilon': { relative: false } };

/** Our maps of the peers' network, read from the file that they wrote, beside theirs. */
export async function besidePeers(found: PeerNetwork, engine: Engine): Promise<Beside[]> {
  const { size, x, target, rules, maps } = found;
  const model = await loadModel(found.file);
  const programs = new Programs(engine, model, 1);
  const weighted = new WeightedModel(programs, model.trained);
  const inputs = {
    count: 1,
    shape: model.inputShape,
    values: channelsLast(x, size),
    baseline: new Float32Array(x.length),
    range: { low: [0, 0, 0], high: [1, 1, 1] },
  };
  const beside: Beside[] = [];
  for (const [method, peer] of Object.entries(rules)) {
    const theirs = maps.get(method);
    const made = createMethod(method, { ...SAME[method] });
    const ours = theirs ? await mapOf(made, weighted, inputs, target) : null;
    beside.push({ method, ...peer, ours: ours && apart(channelsLast(theirs!, size), ours) });
  }
  await weighted.release();
  await programs.dispose();
  model.dispose();
  return beside;
}

/** Null where the network does not take the method. */
async function mapOf(
  method: Method,
  weighted: WeightedModel,
  inputs: Batch,
  target: number,
): Promise<Float32Array | null> {
  try {
    const noise = seededNoise(1, ['image']);
    const [map] = await explainBatch([method], weighted, inputs, Int32Array.of(target), noise);
    return map.values;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** An image [3, H, W] as [H, W, 3]. */
const channelsLast = (values: Float32Array, size: number): Float32Array =>
  values.map((_, at) => values[(at % 3) * size * size + Math.floor(at / 3)]);

/** The length of a difference over the length of what was expected. */
function apart(expected: Float32Array, actual: Float32Array): number {
  let [difference, length] = [0, 0];
  for (const [i, value] of expected.entries()) {
    difference += (value - actual[i]) ** 2;
    length += value ** 2;
  }
  return Math.sqrt(difference / length);
}
