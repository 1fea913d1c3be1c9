import * as layers from '@tensorflow/tfjs-layers';
import type { RemovedActivation } from '../../output.ts';
import type { TfLayer } from './tf-layers.ts';
import type { Program, Step } from './unroll.ts';

export interface FinalActivation {
  readonly name: RemovedActivation;
  readonly step: Step;
  /** True where the step is nothing but the activation, false where a layer with weights has it built in. */
  readonly alone: boolean;
}

type WithActivation = TfLayer & { readonly activation?: { getClassName(): string } };

/** By TensorFlow.js' names. */
const REMOVED: Readonly<Record<string, RemovedActivation>> = {
  softmax: 'softmax',
  logSoftmax: 'log-softmax',
  sigmoid: 'sigmoid',
};
const REARRANGING = new Set(['Flatten', 'Reshape', 'Dropout']);
const WITH_ACTIVATION = new Set(['Activation', 'Dense', 'Conv1D', 'Conv2D']);

/**
 * The softmax, its logarithm or the sigmoid that turns logits into probabilities: the last step, or the last before steps that only
 * rearrange. Null where there is none.
 */
export function finalActivation({ steps, output }: Program): FinalActivation | null {
  let slot = output;
  for (;;) {
    const step = steps.find(({ outputs }) => outputs.includes(slot));
    if (!step) return null;
    const kind = step.layer.getClassName();
    const name = activationName(step.layer, kind);
    if (name === 'sigmoid' || (name && overAllValues(step))) {
      return { name, step, alone: kind === 'Activation' || kind === 'Softmax' };
    }
    if (!REARRANGING.has(kind)) return null;
    slot = step.inputs[0];
  }
}

/** An activation that returns its argument, of the class that layers expect. */
export function linearActivation(): unknown {
  return (layers.layers.activation({ activation: 'linear' }) as WithActivation).activation;
}

function activationName(layer: WithActivation, kind: string): RemovedActivation | undefined {
  if (kind === 'Softmax') return 'softmax';
  return WITH_ACTIVATION.has(kind) ? REMOVED[layer.activation?.getClassName() ?? ''] : undefined;
}

/** Whether the softmax is over the classes, which is so where they are the last axis and the only one that counts. */
function overAllValues({ layer, shape }: Step): boolean {
  const { axis = -1 } = layer as TfLayer & { axis?: number | number[] };
  const axes = [axis].flat();
  const last = axes.length === 1 && (axes[0] === -1 || axes[0] === shape.length);
  return last && shape.slice(0, -1).every((extent) => extent === 1);
}
