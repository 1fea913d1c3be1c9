import type { Model, Site } from './model.ts';
import type { Slot, Step } from './unroll.ts';

const CONVOLUTIONS = new Set(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D']);
const FOLLOWING = new Set([
  ...['BatchNormalization', 'LayerNormalization'],
  ...['Activation', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU'],
  ...['Add', 'Average', 'Concatenate', 'Maximum', 'Minimum', 'Multiply'],
]);

/** The sites of a program, in its order. */
export function sitesOf(steps: readonly Step[]): Site[] {
  const convolutional = new Set<Slot>();
  return steps.map((step) => {
    const kind = step.layer.getClassName();
    const follows = FOLLOWING.has(kind) && step.inputs.some((slot) => convolutional.has(slot));
    const isConvolutional = step.shape.length === 3 && (CONVOLUTIONS.has(kind) || follows);
    if (isConvolutional) convolutional.add(step.outputs[0]);
    return { name: step.site, kind, shape: step.shape, convolutional: isConvolutional };
  });
}

/**
 * The convolutional site nearest to the output that still has rows and columns: where Grad-CAM looks by default.
 * Undefined for networks without convolutions.
 */
export function lastConvolutional(model: Pick<Model, 'sites'>): Site | undefined {
  return model.sites.findLast(({ convolutional, shape }) => convolutional && shape[0] * shape[1] > 1);
}
