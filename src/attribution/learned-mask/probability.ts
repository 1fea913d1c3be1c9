import type { Model } from '../../model/model.ts';

/** A probability of the explained class, and its derivative by the logits. */
export interface Probability {
  readonly value: number;
  readonly slope: Float64Array;
}

/** The network's own probability: softmax, or sigmoid of the class's logit. A regression has none, and its value stands for it. */
export function probabilityOf(logits: Float32Array, target: number, output: Model['output']): Probability {
  const slope = new Float64Array(logits.length);
  if (output === 'regression') {
    slope[target] = 1;
    return { value: logits[target], slope };
  }
  if (output !== 'multi-class') {
    const value = 1 / (1 + Math.exp(-logits[target]));
    slope[target] = value * (1 - value);
    return { value, slope };
  }
  const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  const value = powers[target] / sum;
  for (let j = 0; j < slope.length; j++) slope[j] = value * ((j === target ? 1 : 0) - powers[j] / sum);
  return { value, slope };
}
