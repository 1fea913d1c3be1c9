import { scalesOnly } from '../../scaling.ts';
import type { TfLayer } from './tf-layers.ts';
import type { LayerCall } from './unroll.ts';
import { describeWeights } from './weights.ts';

/**
 * The layer that every normalisation follows, by their names: the one whose output, through layers of one input without
 * weights, is all that it is given when it is first called. One that follows a sum, a concatenation or the input has none.
 */
export function followedLayers(list: readonly LayerCall[]): ReadonlyMap<string, string> {
  const makers = new Map(list.flatMap((call) => call.outputs.map((slot) => [slot, call] as const)));
  const source = ({ inputs }: LayerCall) => (inputs.length === 1 ? makers.get(inputs[0]) : undefined);
  const followed = new Map<string, string>();
  const called = new Set<TfLayer>();
  for (const call of list) {
    if (call.layer.weights.length === 0 || called.has(call.layer) || !isNormalisation(call.layer)) continue;
    called.add(call.layer);
    let before = source(call);
    while (before && before.layer.weights.length === 0) before = source(before);
    if (before) followed.set(call.layer.name, before.layer.name);
  }
  return followed;
}

const isNormalisation = (layer: TfLayer): boolean =>
  scalesOnly(describeWeights(layer).map(({ role }) => role));
