import type { Site } from '../../model.ts';
import { stepsPlane } from '../../sites.ts';
import type { LayerCall, LayerCalls, Slot } from './unroll.ts';

const CONVOLUTIONS = new Set(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D']);
const FOLLOWING = new Set([
  ...['BatchNormalization', 'LayerNormalization'],
  ...['Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU'],
  ...['Add', 'Average', 'Concatenate', 'Maximum', 'Minimum', 'Multiply'],
]);

/** Layers whose output is not held beside their input: they run as a part of what comes before, in its place, or reshape it. */
const IN_PLACE: ReadonlySet<string> = new Set([
  'BatchNormalization',
  ...['Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU', 'Dropout'],
  ...['Add', 'Average', 'Maximum', 'Minimum', 'Multiply', 'Subtract'],
  ...['Cropping2D', 'Flatten', 'Permute', 'Reshape', 'ZeroPadding2D'],
]);

/** Whether the output of a kind of layer takes memory of its own. */
export const isHeld = (kind: string): boolean => !IN_PLACE.has(kind);

/** The sites of some calls of a network, in their order. */
export function sitesOf(list: readonly LayerCall[], cuts: ReadonlySet<LayerCall> = new Set()): Site[] {
  const convolutional = new Set<Slot>();
  return list.map((call) => {
    const kind = call.layer.getClassName();
    const follows = FOLLOWING.has(kind) && call.inputs.some((slot) => convolutional.has(slot));
    const isConvolutional = call.shape.length === 3 && (CONVOLUTIONS.has(kind) || follows);
    if (isConvolutional) convolutional.add(call.outputs[0]);
    const cut = cuts.has(call);
    return {
      name: call.site,
      kind,
      shape: call.shape,
      convolutional: isConvolutional,
      held: isHeld(kind),
      cut,
    };
  });
}

/** The sites of a network of sequences, those that everything flows through told apart that have a row for a step, or for several. */
export function withSteps(sites: readonly Site[], steps: number): Site[] {
  return sites.map((site) => {
    const plane = site.cut ? stepsPlane(site.shape, steps) : null;
    return plane ? { ...site, plane } : site;
  });
}

/** The calls after which one tensor alone carries everything that is still to come. */
export function cutsOf({ list, output }: LayerCalls): ReadonlySet<LayerCall> {
  const lastUse = new Map<Slot, number>([[output, list.length]]);
  for (const [index, call] of list.entries()) {
    for (const slot of call.inputs) lastUse.set(slot, Math.max(index, lastUse.get(slot) ?? 0));
  }
  const live = new Set<Slot>([0]);
  return new Set(
    list.filter((call, index) => {
      for (const slot of call.outputs) live.add(slot);
      for (const slot of live) if ((lastUse.get(slot) ?? -1) <= index) live.delete(slot);
      return live.size === 1 && live.has(call.outputs[0]);
    }),
  );
}
