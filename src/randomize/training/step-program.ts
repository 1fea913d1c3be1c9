import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { ProgramSource } from '../../engine/engine.ts';
import type { Model, TrainingMode, TrainingPass } from '../../model/model.ts';
import type { Loss } from './loss.ts';

/**
 * A training step up to its gradients. Inputs: `x` [batch, ...], `targets` one-hot [batch, classes], `mask:NAME` of every
 * dropout and `weight:NAME` of every weight, since the weights change at each step. Outputs: `loss` (penalties included),
 * `logits`, `gradient:NAME` of every trainable weight and `statistic:NAME`, what a moving statistic becomes.
 */
export function stepProgram(
  model: Pick<Model, 'inputShape' | 'classes' | 'weights'>,
  mode: TrainingMode,
  loss: Loss,
  batch: number,
): ProgramSource {
  const float = (shape: readonly number[]) => ({ shape, dtype: 'float32' }) as const;
  return {
    name: 'training step',
    inputs: {
      x: float([batch, ...model.inputShape]),
      targets: float([batch, model.classes]),
      ...Object.fromEntries(
        mode.dropouts.map(({ name, shape }) => [`mask:${name}`, float([batch, ...shape])]),
      ),
      ...Object.fromEntries(model.weights.map(({ name, shape }) => [`weight:${name}`, float(shape)])),
    },
    weights: new Map(),
    fn: (inputs) => {
      const masks = new Map(mode.dropouts.map(({ name }) => [name, inputs[`mask:${name}`]]));
      const weights = new Map(model.weights.map(({ name }) => [name, inputs[`weight:${name}`]]));
      const beside = new Map<string, Tensor>();
      const total = (...trainable: Tensor[]): tf.Scalar => {
        const given = new Map(weights);
        for (const [i, name] of mode.trainable.entries()) given.set(name, trainable[i]);
        const pass = mode.apply(inputs.x, given, masks);
        for (const [name, tensor] of besideTheLoss(pass)) beside.set(name, tf.keep(tensor));
        const value = loss(pass.logits, inputs.targets);
        return pass.penalty ? tf.add(value, tf.reshape(pass.penalty, [])) : value;
      };
      const { value, grads } = tf.valueAndGrads(total)(mode.trainable.map((name) => weights.get(name)!));
      return {
        loss: value,
        ...Object.fromEntries([...beside].map(([name, tensor]) => [name, handedOver(tensor)])),
        ...Object.fromEntries(mode.trainable.map((name, i) => [`gradient:${name}`, grads[i]])),
      };
    },
  };
}

function besideTheLoss({ logits, statistics }: TrainingPass): [string, Tensor][] {
  return [
    ['logits', logits],
    ...[...statistics].map(([name, value]): [string, Tensor] => [`statistic:${name}`, value]),
  ];
}

/** A tensor that was kept over the end of the differentiation, back in the care of the scope that is open. */
function handedOver(kept: Tensor): Tensor {
  const copy = tf.clone(kept);
  kept.dispose();
  return copy;
}
