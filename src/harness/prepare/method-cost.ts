import type { Method } from '../../attribution/method.ts';
import { gradient } from '../../attribution/requests/gradient.ts';
import type { Request } from '../../attribution/requests/request.ts';
import type { Model } from '../../model/model.ts';

/** A method that takes more than half of the work of all. */
export interface CostlyMethod {
  readonly method: Method;
  /** Gradients that it takes for one map. */
  readonly gradients: number;
  /** Share of the work of all methods that would be saved without it, above .5. */
  readonly share: number;
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

/**
 * The one of several methods that takes more than half of their work, by what they declare to request; null where none does.
 * What it shares with others is not its own. Methods of the user's own declare nothing.
 */
export function costliest(methods: readonly Method[], model: Model): CostlyMethod | null {
  if (methods.length < 2) return null;
  const cost = (some: readonly Method[]) =>
    distinctRequests(some, model).reduce((sum, request) => sum + request.points, furtherGradients(some));
  const whole = cost(methods);
  for (const method of methods) {
    const share = 1 - cost(methods.filter((other) => other !== method)) / whole;
    const gradients = cost([method]);
    // Nothing is cheaper than one gradient a map.
    if (share > 0.5 && gradients > 1) return { method, gradients, share };
  }
  return null;
}
