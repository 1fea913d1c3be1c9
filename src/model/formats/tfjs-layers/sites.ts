import type { Site } from '../../model.ts';
import type { Program, Slot, Step } from './unroll.ts';

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

/** The sites of some steps of a program, in its order. */
export function sitesOf(steps: readonly Step[], cuts: ReadonlySet<Step> = new Set()): Site[] {
  const convolutional = new Set<Slot>();
  return steps.map((step) => {
    const kind = step.layer.getClassName();
    const follows = FOLLOWING.has(kind) && step.inputs.some((slot) => convolutional.has(slot));
    const isConvolutional = step.shape.length === 3 && (CONVOLUTIONS.has(kind) || follows);
    if (isConvolutional) convolutional.add(step.outputs[0]);
    const cut = cuts.has(step);
    return {
      name: step.site,
      kind,
      shape: step.shape,
      convolutional: isConvolutional,
      held: isHeld(kind),
      cut,
    };
  });
}

/** The steps after which one tensor alone carries everything that is still to come. */
export function cutsOf({ steps, output }: Program): ReadonlySet<Step> {
  const lastUse = new Map<Slot, number>([[output, steps.length]]);
  for (const [index, step] of steps.entries()) {
    for (const slot of step.inputs) lastUse.set(slot, Math.max(index, lastUse.get(slot) ?? 0));
  }
  const live = new Set<Slot>([0]);
  return new Set(
    steps.filter((step, index) => {
      for (const slot of step.outputs) live.add(slot);
      for (const slot of live) if ((lastUse.get(slot) ?? -1) <= index) live.delete(slot);
      return live.size === 1 && live.has(step.outputs[0]);
    }),
  );
}
