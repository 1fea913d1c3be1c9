import { requireSite } from '../model/sites.ts';
import type { BoundModel } from './bound-model.ts';
import { findComposite } from './composites/registry.ts';
import type { Ask } from './method.ts';
import type { WeightedModel } from './passes/weighted-model.ts';
import { activation } from './requests/activation.ts';
import { gradient } from './requests/gradient.ts';
import { logits } from './requests/logits.ts';
import type { Question } from './requests/request.ts';

/**
 * The model that a method of the user's own gets. What it computes at the very inputs and classes that are explained is a
 * request as other methods make it, so it is shared with them, counted, and goes on from what is kept.
 */
export function sharedModel(model: WeightedModel, ask: Ask, { inputs, targets }: Question): BoundModel {
  const { inputShape, classes } = model;
  const same = (values: ArrayLike<number>, own: ArrayLike<number>): boolean => {
    if (values.length !== own.length) return false;
    for (let i = 0; i < own.length; i++) if (values[i] !== own[i]) return false;
    return true;
  };
  const explained = (values: Float32Array, of: ArrayLike<number>) =>
    same(values, inputs.values) && same(of, targets);
  return {
    inputShape,
    classes,
    logits: async (values) =>
      same(values, inputs.values) ? (await ask(logits)).slice() : model.logits(values),
    gradient: async (values, of, composite = 'gradient') =>
      explained(values, of)
        ? (await ask(gradient(findComposite(composite)))).gradient.slice()
        : model.gradient(values, of, composite),
    activation: async (site, values, of, composite = 'gradient') => {
      if (!explained(values, of)) return model.activation(site, values, of, composite);
      const answer = await ask(activation(requireSite(model.model, site), findComposite(composite)));
      return {
        ...answer,
        activation: answer.activation.slice(),
        gradient: answer.gradient.slice(),
        logits: answer.logits.slice(),
      };
    },
  };
}
