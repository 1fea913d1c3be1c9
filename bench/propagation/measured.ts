import { explainBatch } from '../../src/attribution/explain-batch.ts';
import type { Batch, Method } from '../../src/attribution/method.ts';
import { compares, estimateOf, type Pass, passKey } from '../../src/attribution/passes/pass.ts';
import { Programs } from '../../src/attribution/passes/programs.ts';
import { WeightedModel } from '../../src/attribution/passes/weighted-model.ts';
import { METHOD_SETS, METHODS } from '../../src/attribution/registry.ts';
import { gradient as plain } from '../../src/attribution/requests/gradient.ts';
import type { Question, Request } from '../../src/attribution/requests/request.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { InputError } from '../../src/errors.ts';
import type { Model } from '../../src/model/model.ts';
import { seededNoise } from '../../src/randomize/noise-source.ts';
import type { Network } from '../networks/network.ts';
import { sizeOf, uniform } from '../networks/random.ts';
import { type PairOptions, pairs } from '../pairs.ts';
import { workOf } from '../work.ts';

/** Samples that patterns are estimated from: what the estimate takes is in proportion. */
export const SAMPLES = 3;

export interface Rule {
  readonly method: Method;
  readonly pass: Extract<Pass, { kind: 'gradient' }>;
}

/** What a rule takes on a network, and what its map sums to. */
export interface Measured {
  readonly method: string;
  /** In ms: of the gradient, of the rule; the medians of ratios by the clock and by the time of processors. */
  readonly gradient: number;
  readonly rule: number;
  readonly ratio: number;
  readonly work: number;
  /** Products of convolutions and matrices over those of the gradient. */
  readonly products: number;
  /** How many inputs go through the network at once: with a reference two. */
  readonly inputs: number;
  /** What the rule finds from samples before it, once for a set of weights: ms of processors, over those of the gradient. */
  readonly estimate: { readonly ms: number; readonly gradients: number; readonly forwards: number } | null;
  /** What the map sums to over what it should sum to; null where it should sum to nothing. */
  readonly share: number | null;
}

/** Why a network does not take a method: the operation. */
export interface Refused {
  readonly method: string;
  readonly refused: string;
}

/** Methods whose map is one pass under rules of their own; of several with the same rules the first. */
export function rulesOf(model: Model): Rule[] {
  const seen = new Set([passKey(plain().pass)]);
  return METHODS.filter(({ name }) => METHOD_SETS.propagation.includes(name)).flatMap(
    ({ name, create, defaults }) => {
      const method = create('samples' in defaults ? { samples: SAMPLES } : {});
      const [{ pass }] = method.requests(model);
      const key = passKey(pass);
      if (pass.kind !== 'gradient' || seen.has(key)) return [];
      seen.add(key);
      return [{ method, pass, name }];
    },
  );
}

/** One image in [0, 1), a few others to compare it with, and black. */
export function imageFor({ inputShape: shape }: Pick<Model, 'inputShape'>): Batch {
  const size = sizeOf(shape);
  const values = (seed: number, count: number) => uniform(count * size, seed).map((v) => (v + 1) / 2);
  const range = { low: shape.slice(-1).map(() => 0), high: shape.slice(-1).map(() => 1) };
  const background = { count: SAMPLES, values: values(7, SAMPLES) };
  return { count: 1, shape, values: values(99, 1), baseline: new Float32Array(size), background, range };
}

/** One image, the class that the network predicts, and the logits of that class and of it on black. */
interface Asked {
  readonly question: Question;
  readonly logit: number;
  readonly black: number;
}

async function askedOf(bare: WeightedModel, inputs: Batch): Promise<Asked> {
  const noise = seededNoise(1, ['image']);
  const logits = await bare.logits(inputs.values);
  const target = logits.indexOf(Math.max(...logits));
  const black = (await bare.logits(inputs.baseline))[target];
  return { question: { inputs, targets: Int32Array.of(target), noise }, logit: logits[target], black };
}

function shareOf(method: Method, map: Float32Array, { logit, black }: Asked): number | null {
  const starts = { logit, 'positive-logit': Math.max(logit, 0), one: 1 };
  const start = method.complete ? logit - black : method.conserves && starts[method.conserves];
  return start === null ? null : map.reduce((a, b) => a + b, 0) / start;
}

/** What every rule takes on one image, in pairs with the gradient. */
export async function measuredRules(
  model: Model,
  network: Network,
  engine: Engine,
  effort: PairOptions,
): Promise<(Measured | Refused)[]> {
  const programs = new Programs(engine, model, 1);
  const bare = new WeightedModel(programs, model.trained);
  const asked = await askedOf(bare, imageFor(model));
  const found: (Measured | Refused)[] = [];
  for (const rule of rulesOf(model)) {
    try {
      found.push(await measuredRule(rule, model, network, engine, bare, asked, effort));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      found.push({ method: rule.method.name, refused: error.parts.found });
    }
  }
  await bare.release();
  await programs.dispose();
  return found;
}

async function measuredRule(
  { method, pass }: Rule,
  model: Model,
  network: Network,
  engine: Engine,
  bare: WeightedModel,
  asked: Asked,
  effort: PairOptions,
): Promise<Measured> {
  const own = new Programs(engine, model, 1);
  const ruled = new WeightedModel(own, model.trained);
  const { inputs, targets, noise } = asked.question;
  const estimate = estimateOf(pass);
  const samples = inputs.background!.values;
  try {
    // Asked of the methods themselves: what is timed is what a run waits for.
    const [request] = method.requests(model) as Request[];
    const measured = await pairs(
      () => bare.answer(plain(), asked.question),
      () => ruled.answer(request, asked.question),
      effort,
    );
    const [map] = await explainBatch([method], ruled, inputs, targets, noise);
    const known = estimate ? await own.estimate(estimate, model.trained, samples) : null;
    const apart = estimate
      ? await pairs(
          () => bare.answer(plain(), asked.question),
          () => own.estimate(estimate, model.trained, samples),
          { ...effort, minimum: 1, budget: 0 },
        )
      : null;
    const shapes = known && new Map([...known.known].map(([name, { length }]) => [name, [length]] as const));
    return {
      method: method.name,
      gradient: measured.first,
      rule: measured.second,
      ratio: measured.ratio,
      work: measured.work,
      products: workOf(network, pass.composite, shapes ?? undefined).products / workOf(network).products,
      inputs: compares(pass) ? 2 : 1,
      estimate: apart && {
        ms: apart.second,
        gradients: apart.work,
        forwards: estimate!.samples * estimate!.forwards,
      },
      share: shareOf(method, map.values, asked),
    };
  } finally {
    await ruled.release();
    await own.dispose();
  }
}
