import { answer } from './answer.ts';
import type { Maps } from './maps.ts';
import type { Batch, Method } from './method.ts';
import type { NoiseSource } from './noise.ts';
import { type Answer, type AnswerOf, type Request, requestKey } from './request.ts';
import type { WeightedModel } from './weighted-model.ts';

export interface BatchHooks {
  /** Called before each method, so that long work can show itself and be interrupted. */
  readonly before?: (method: string) => void | Promise<void>;
  /** Gets the logits [N, classes] of the inputs where a request brings them along. */
  readonly logits?: (logits: Float32Array) => void;
}

/**
 * Maps of every method for one batch under one weight set. Requests that methods share are computed once, and kept only
 * until the last method that shares them. The maps come back in the order of `methods`.
 */
export async function explainBatch(
  methods: readonly Method[],
  model: WeightedModel,
  inputs: Batch,
  targets: Int32Array,
  noise: NoiseSource,
  hooks: BatchHooks = {},
): Promise<Maps[]> {
  const wanted = methods.map((method) =>
    method.requests(model.model).map((r) => [requestKey(r), r] as const),
  );
  const last = new Map(wanted.flatMap((requests, m) => requests.map(([key]) => [key, m])));
  const answers = new Map<string, Answer>();
  const maps: Maps[] = [];
  for (const [m, method] of methods.entries()) {
    await hooks.before?.(method.name);
    for (const [key, request] of wanted[m]) {
      if (answers.has(key)) continue;
      const found = await answer(request, { model, inputs, targets, noise });
      if ('logits' in found) hooks.logits?.(found.logits);
      answers.set(key, found);
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
    for (const [key] of wanted[m]) if (last.get(key) === m) answers.delete(key);
  }
  return maps;
}
