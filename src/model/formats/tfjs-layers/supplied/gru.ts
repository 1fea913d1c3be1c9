import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type LayerClass, layerClass, register, type Supplied } from './base-class.ts';

type Readable = { read(): Tensor };
type Activation = { apply(x: Tensor): Tensor };

interface Parts {
  readonly units: number;
  readonly kernel: Readable;
  readonly recurrentKernel: Readable;
  readonly useBias: boolean;
  readonly biasInitializer: unknown;
  readonly activation: Activation;
  readonly recurrentActivation: Activation;
  bias: Readable | null;
}

/**
 * A gated recurrent unit that resets after its product with the state, as Keras 2 has it by default: products with input
 * and state have biases of their own.
 */
class ResetAfterGRUCell extends (layerClass('GRUCell') as LayerClass) {
  static override className = 'ResetAfterGRUCell';

  constructor(settings: Record<string, unknown>) {
    super({ ...settings, resetAfter: false });
  }

  override build(shape: never): void {
    const own = this as unknown as Parts & { useBias: boolean };
    const { useBias, units } = own;
    own.useBias = false;
    super.build(shape);
    own.useBias = useBias;
    if (useBias) own.bias = this.addWeight('bias', [2, 3 * units], 'float32', own.biasInitializer as never);
  }

  override call(inputs: Tensor | Tensor[]): Tensor[] {
    const { units, kernel, recurrentKernel, bias, activation, recurrentActivation } =
      this as unknown as Parts;
    return tf.tidy(() => {
      const [x, state] = inputs as tf.Tensor2D[];
      const [inner, outer] = bias ? tf.unstack(bias.read(), 0) : [null, null];
      const gates = (from: Tensor, by: Readable, offset: Tensor | null) => {
        const product = tf.matMul(from as tf.Tensor2D, by.read() as tf.Tensor2D);
        return tf.split(offset ? tf.add(product, offset) : product, [units, units, units], 1);
      };
      const [updateX, resetX, candidateX] = gates(x, kernel, inner);
      const [updateH, resetH, candidateH] = gates(state, recurrentKernel, outer);
      const update = recurrentActivation.apply(tf.add(updateX, updateH));
      const reset = recurrentActivation.apply(tf.add(resetX, resetH));
      const candidate = activation.apply(tf.add(candidateX, tf.mul(reset, candidateH)));
      const result = tf.add(tf.mul(update, state), tf.mul(tf.sub(1, update), candidate));
      return [result, result];
    });
  }
}

class ResetAfterGRU extends (layerClass('GRU') as LayerClass) {
  static override className = 'ResetAfterGRU';

  constructor(settings: Record<string, unknown>) {
    const own = { ...settings, resetAfter: false };
    super(own);
    this.cell = new ResetAfterGRUCell(own);
  }
}

register(ResetAfterGRUCell);
register(ResetAfterGRU);

export const GATED: readonly Supplied[] = [
  {
    kind: 'GRU',
    settings: ['reset_after'],
    layer: ResetAfterGRU,
    applies: ({ reset_after: after }) => after === true,
  },
  {
    kind: 'GRUCell',
    settings: ['reset_after'],
    layer: ResetAfterGRUCell,
    applies: ({ reset_after: after }) => after === true,
  },
];
