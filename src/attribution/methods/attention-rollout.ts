import type { Model } from '../../model/model.ts';
import { type AttentionPlan, attentionPlan } from '../attention-sites.ts';
import { enlargeMaps } from '../class-activation.ts';
import { defineMethod } from '../define-method.ts';
import { activation } from '../requests/activation.ts';

const requestsOf = (model: Pick<Model, 'sites' | 'inputShape' | 'sequence'>) =>
  attentionPlan(model).sites.map((site) => activation(site));

/**
 * The product over layers of attention averaged over heads, half of it and half the identity for what passes by (Abnar and
 * Zuidema 2020, section 3): how much of every patch reaches the class token, or the mean of the tokens where there is none.
 * Enlarged bilinearly to [H, W]. Of a sequence: how much of every step reaches those that the logits read, which are told from where
 * their derivative by the last attention is not zero. It is the same for every class. A pass for every layer.
 */
export const attentionRollout = defineMethod({
  name: 'attention-rollout',
  description: 'attention multiplied through the layers, the same for every class; a pass for every layer',
  source: 'Abnar and Zuidema 2020',
  family: 'cam',
  cost: null,
  unsigned: true,
  needsSpatial: true,
  spansSteps: true,
  settings: {},
  build: () => ({
    requests: requestsOf,
    explain: async (ask, { inputs, network }) => {
      const plan = attentionPlan(network);
      const rollouts = Array.from({ length: inputs.count }, () => identity(plan.tokens));
      let read = new Set<number>();
      for (const request of requestsOf(network)) {
        const { activation: weights, gradient, shape } = await ask(request);
        const size = shape[0] * plan.tokens ** 2;
        rollouts.forEach((rollout, n) => {
          rollouts[n] = through(weights.subarray(n * size, (n + 1) * size), shape[0], rollout, plan.tokens);
        });
        read = rowsRead(gradient, plan.tokens);
      }
      const values = Float32Array.from(
        rollouts.flatMap((rollout) => reaching(rollout, plan, network.sequence ? read : null)),
      );
      return enlargeMaps({ shape: [...plan.grid], count: inputs.count, values }, inputs.shape);
    },
  }),
});

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
}

/** (mean over heads of A + I) / 2, times what went before. */
function through(weights: Float32Array, heads: number, before: Float64Array, size: number): Float64Array {
  const after = before.map((value) => value / 2);
  for (let row = 0; row < size; row++) {
    for (let token = 0; token < size; token++) {
      let mean = 0;
      for (let head = 0; head < heads; head++) mean += weights[(head * size + row) * size + token] / heads;
      for (let column = 0; column < size; column++) {
        after[row * size + column] += (mean / 2) * before[token * size + column];
      }
    }
  }
  return after;
}

/** The rows of attention [N, heads, rows, tokens] that the logits depend on, for any input. */
function rowsRead(gradient: Float32Array, tokens: number): Set<number> {
  const read = new Set<number>();
  for (let at = 0; at < gradient.length; at++) {
    if (gradient[at] !== 0) read.add(Math.floor(at / tokens) % tokens);
  }
  return read;
}

/** What of every patch or step reaches the class token, or on average the rows that are read; all where that is not known. */
function reaching(
  rollout: Float64Array,
  { tokens, classToken }: AttentionPlan,
  read: ReadonlySet<number> | null,
): number[] {
  if (classToken) return [...rollout.subarray(1, tokens)];
  const rows = read && read.size > 0 ? [...read] : [...Array(tokens).keys()];
  return Array.from({ length: tokens }, (_, column) => {
    let sum = 0;
    for (const row of rows) sum += rollout[row * tokens + column];
    return sum / rows.length;
  });
}
