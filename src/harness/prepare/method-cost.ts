import type { Method } from '../../attribution/method.ts';
import { estimateOf } from '../../attribution/passes/pass.ts';
import { gradient } from '../../attribution/requests/gradient.ts';
import type { Request } from '../../attribution/requests/request.ts';
import type { Model } from '../../model/model.ts';
import type { RunCost } from '../../results/report.ts';

/** A method that takes more than half of the work of all. */
export interface CostlyMethod extends Omit<NonNullable<RunCost['largest']>, 'method'> {
  readonly method: Method;
}

/** The requests of some methods, shared ones once. */
export function distinctRequests(methods: readonly Method[], model: Model): Request[] {
  const requests = methods.flatMap((method) => method.requests(model));
  return [...new Map(requests.map((request) => [request.key, request])).values()];
}

/** The pass that methods go on asking for. */
export const FURTHER = gradient().pass;

/** Gradients an input that methods say they ask for beyond their requests; nothing is known of methods of the user's own. */
export const furtherGradients = (methods: readonly Method[]): number =>
  methods.reduce(
    (sum, { furtherPoints = 0 }) => sum + (Number.isFinite(furtherPoints) ? furtherPoints : 0),
    0,
  );

/** Forward passes that the rules of some methods take before anything is explained, for each set of weights; shared ones once. */
export function estimatingForwards(methods: readonly Method[], model: Model): number {
  const estimates = distinctRequests(methods, model).flatMap(({ pass }) => estimateOf(pass) ?? []);
  return [...new Map(estimates.map((each) => [each.name, each])).values()].reduce(
    (sum, { samples, forwards }) => sum + samples * forwards,
    0,
  );
}

/** Passes that methods take for each input, what they share once: those there and back, and those to the logits alone. */
export function passesOf(methods: readonly Method[], model: Model) {
  const requests = distinctRequests(methods, model);
  const points = (some: readonly Request[]) => some.reduce((sum, request) => sum + request.points, 0);
  const forwards = points(requests.filter(({ pass }) => pass.kind === 'logits'));
  return { gradients: points(requests) - forwards + furtherGradients(methods), forwards };
}

/** Passes that one map of a method takes; null of a method that does not declare them. */
export function passesOfMethod(method: Method, model: Model): number | null {
  if (!Number.isFinite(method.furtherPoints ?? 0)) return null;
  const { gradients, forwards } = passesOf([method], model);
  return gradients + forwards;
}

/**
 * The one of several methods that takes more than half of their work, by what they declare to request; null where none does.
 * What it shares with others is not its own. Methods of the user's own declare nothing.
 */
export function costliest(methods: readonly Method[], model: Model): CostlyMethod | null {
  if (methods.length < 2) return null;
  for (const method of methods) {
    const others = methods.filter((other) => other !== method);
    const costly = costBeside(method, others, model);
    if (costly.share > 0.5 && passes(costly) > 1) return costly;
  }
  return null;
}

/** Passes for a map that every set affords. */
const CHEAP = 250;

/** Share of the work that no single method of a set takes beyond that. */
const MOST = 1 / 3;

/**
 * Those of the candidates that would take more than a third of the work of what is kept, cheaper candidates and themselves: a set does not
 * let one method, or several, cost more than all the rest. Those of up to 250 passes are never left out.
 */
export function tooCostly(
  kept: readonly Method[],
  candidates: readonly Method[],
  model: Model,
): CostlyMethod[] {
  const byCost = candidates
    .map((method) => ({ method, cost: passes(passesOf([method], model)) }))
    .sort((a, b) => a.cost - b.cost);
  const running = [...kept];
  return byCost.flatMap(({ method }) => {
    const costly = costBeside(method, running, model);
    if (costly.share > MOST && passes(costly) > CHEAP) return [costly];
    running.push(method);
    return [];
  });
}

function costBeside(method: Method, others: readonly Method[], model: Model): CostlyMethod {
  const work = (some: readonly Method[]) => passes(passesOf(some, model));
  const share = 1 - work(others) / work([...others, method]);
  return { method, ...passesOf([method], model), share: Number.isNaN(share) ? 0 : share };
}

// Nothing is cheaper than one pass a map.
const passes = ({ gradients, forwards = 0 }: Pick<CostlyMethod, 'gradients' | 'forwards'>): number =>
  gradients + forwards;
