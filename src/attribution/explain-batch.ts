import { answer } from './answer.ts';
import type { Maps } from './maps.ts';
import type { Batch, Method } from './method.ts';
import type { NoiseSource } from './noise.ts';
import { type Answer, type AnswerOf, type Request, requestKey } from './request.ts';
import type { WeightedModel } from './weighted-model.ts';

/** Called before each computation, so that long work can show itself and be interrupted. */
export type BeforeWork = (what: string) => void | Promise<void>;

/**
 * Maps of every method for one batch under one weight set. Requests that methods share are computed once. The maps come
 * back in the order of `methods`.
 */
export async function explainBatch(
  methods: readonly Method[],
  model: WeightedModel,
  inputs: Batch,
  targets: Int32Array,
  noise: NoiseSource,
  before: BeforeWork = () => {},
): Promise<Maps[]> {
  const answers = new Map<string, Answer>();
  const maps: Maps[] = [];
  for (const method of methods) {
    await before(method.name);
    for (const request of method.requests(model.model)) {
      const key = requestKey(request);
      if (answers.has(key)) continue;
      answers.set(key, await answer(request, { model, inputs, targets, noise }));
    }
    const given = {
      inputs,
      targets,
      noise,
      model,
      answer: <R extends Request>(request: R) => {
        const found = answers.get(requestKey(request));
        if (!found) throw new Error(`${method.name} used a request that it had not declared`);
        return found as AnswerOf[R['kind']];
      },
    };
    maps.push(await method.combine(given, model.model));
  }
  return maps;
}
