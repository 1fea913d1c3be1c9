import * as layers from '@tensorflow/tfjs-layers';
import type { RemovedActivation } from '../../output.ts';
import type { TfLayer } from './tf-layers.ts';
import type { LayerCall, LayerCalls } from './unroll.ts';

export interface FinalActivation {
  readonly name: RemovedActivation;
  readonly call: LayerCall;
  /** True where the call is nothing but the activation, false where a layer with weights has it built in. */
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
 * The softmax, its logarithm or the sigmoid that turns logits into probabilities: the last call, or the last before calls that only
 * rearrange. Null where there is none.
 */
export function finalActivation({ list, output }: LayerCalls): FinalActivation | null {
  let slot = output;
  for (;;) {
    const call = list.find(({ outputs }) => outputs.includes(slot));
    if (!call) return null;
    const kind = call.layer.getClassName();
    const name = activationName(call.layer, kind);
    if (name === 'sigmoid' || (name && overAllValues(call))) {
      return { name, call, alone: kind === 'Activation' || kind === 'Softmax' };
    }
    if (!REARRANGING.has(kind)) return null;
    slot = call.inputs[0];
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
function overAllValues({ layer, shape }: LayerCall): boolean {
  const { axis = -1 } = layer as TfLayer & { axis?: number | number[] };
  const axes = [axis].flat();
  const last = axes.length === 1 && (axes[0] === -1 || axes[0] === shape.length);
  return last && shape.slice(0, -1).every((extent) => extent === 1);
}
