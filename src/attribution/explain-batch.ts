import type { Maps } from './maps.ts';
import type { Ask, Batch, Method } from './method.ts';
import type { NoiseSource } from './noise.ts';
import type { WeightedModel } from './passes/weighted-model.ts';
import type { Request } from './requests/request.ts';
import { sharedModel } from './shared-model.ts';

export interface BatchHooks {
  /** Place of the batch's first input among all that are compared; 0 by default. What is kept of those goes by it. */
  readonly first?: number;
  /** Called before each method, so that long work can show itself and be interrupted. */
  readonly before?: (method: string) => void | Promise<void>;
  /** Gets the maps of each method as they are made. */
  readonly take?: (method: number, maps: Maps) => void | Promise<void>;
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
  const question = { inputs, targets, noise };
  const declared = methods.map((method) => new Set(method.requests(model.model).map(({ key }) => key)));
  const last = new Map(declared.flatMap((keys, m) => [...keys].map((key) => [key, m] as const)));
  const answers = new Map<string, unknown>();
  // A method that does not say what it will ask for most often asks for what is computed at the inputs themselves.
  const open = methods.findLastIndex(({ furtherPoints = 0 }) => furtherPoints > 0);
  const kept = new Set<string>();
  const ask: Ask = async <A>(request: Request<A>) => {
    if (answers.has(request.key)) return answers.get(request.key) as A;
    const found = await model.answer(request, question, { resumeAt: hooks.first ?? 0 });
    if (request.logitsOf) {
      kept.add(request.key);
      hooks.logits?.(request.logitsOf(found));
    }
    if (!request.once) answers.set(request.key, found);
    return found;
  };
  const bound = sharedModel(model, ask, question);
  const maps: Maps[] = [];
  for (const [m, method] of methods.entries()) {
    await hooks.before?.(method.name);
    const made = await method.explain(ask, { ...question, network: model.model, model: bound });
    await hooks.take?.(m, made);
    maps.push(made);
    for (const key of answers.keys())
      if ((last.get(key) ?? m) <= m && !(kept.has(key) && m < open)) answers.delete(key);
  }
  return maps;
}
