import type { Weights } from '../../model/model.ts';

/** Stochastic gradient descent: momentum 0 by default. */
export interface SgdSettings {
  readonly kind: 'sgd';
  readonly rate: number;
  readonly momentum?: number;
}

/** Adam: beta1 .9, beta2 .999 and epsilon 1e-7 by default, as in Keras. */
export interface AdamSettings {
  readonly kind: 'adam';
  readonly rate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

export type OptimizerSettings = SgdSettings | AdamSettings;

/** Moves weights by their gradients, in place. */
export interface Optimizer {
  /** @param gradients of the weights that the optimizer was made for, by name */
  step(gradients: ReadonlyMap<string, Float32Array>, rate: number): void;
  /** What it remembers between steps, by name: the arrays themselves. With the number of steps this is its whole state. */
  readonly memory: ReadonlyMap<string, Float32Array>;
}

/**
 * An optimizer for the named weights. It counts steps from `steps`, and its memory is that of `memory` where there is
 * one: so it goes on where another one stopped.
 */
export function createOptimizer(
  settings: OptimizerSettings,
  weights: Weights,
  names: readonly string[],
  steps = 0,
  memory: ReadonlyMap<string, Float32Array> = new Map(),
): Optimizer {
  const kept = new Map<string, Float32Array>();
  const remember = (what: string, name: string) => {
    const key = `${what}:${name}`;
    const array = memory.get(key)?.slice() ?? new Float32Array(weights.get(name)!.length);
    kept.set(key, array);
    return array;
  };
  const moves =
    settings.kind === 'sgd'
      ? names.map((name) => descent(settings, name, weights.get(name)!, remember))
      : names.map((name) => adam(settings, name, weights.get(name)!, remember));
  let done = steps;
  return {
    memory: kept,
    step(gradients, rate) {
      done++;
      for (const [i, name] of names.entries()) moves[i](gradients.get(name)!, rate, done);
    },
  };
}

type Move = (gradient: Float32Array, rate: number, step: number) => void;
type Remember = (what: string, name: string) => Float32Array;

function descent(
  { momentum = 0 }: SgdSettings,
  name: string,
  weights: Float32Array,
  remember: Remember,
): Move {
  if (momentum === 0) {
    return (gradient, rate) => {
      for (let i = 0; i < weights.length; i++) weights[i] -= rate * gradient[i];
    };
  }
  const velocity = remember('velocity', name);
  return (gradient, rate) => {
    for (let i = 0; i < weights.length; i++) {
      velocity[i] = momentum * velocity[i] + gradient[i];
      weights[i] -= rate * velocity[i];
    }
  };
}

/** Kingma and Ba (2015), algorithm 1. */
function adam(settings: AdamSettings, name: string, weights: Float32Array, remember: Remember): Move {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = settings;
  const first = remember('first', name);
  const second = remember('second', name);
  return (gradient, rate, step) => {
    const [bias1, bias2] = [1 - beta1 ** step, 1 - beta2 ** step];
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i];
      first[i] += (1 - beta1) * (g - first[i]);
      second[i] += (1 - beta2) * (g * g - second[i]);
      weights[i] -= (rate * (first[i] / bias1)) / (Math.sqrt(second[i] / bias2) + epsilon);
    }
  };
}
