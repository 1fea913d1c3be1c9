import type { Engine, ProgramSource, Values } from '../../src/engine/engine.ts';
import type { Weights } from '../../src/model/model.ts';
import { decisionName, exchanged, observing } from './decisions.ts';
import { countFlips, type Flips } from './flips.ts';

export interface Agreement extends Flips {
  /** Largest difference of the two gradients, over the largest value of the first. */
  readonly raw: number;
  /** The same once the second engine decides as the first one did. */
  readonly exchanged: number;
  /** How far the first gradient moves, with its choices kept, when every weight and input becomes its neighbour in float32. */
  readonly sensitivity: number;
}

async function outputs(
  engine: Engine,
  source: ProgramSource,
  weights: Weights,
  inputs: Readonly<Record<string, Values>>,
): Promise<Record<string, Float32Array>> {
  const program = await engine.compile(source);
  const bound = await program.bind(weights);
  try {
    return await bound.run(inputs);
  } finally {
    await bound.release();
    await program.dispose();
  }
}

/**
 * The output `gradient` of a program on two engines, and again with the choices of the first one's ReLUs and max pools in both.
 * What is left then is rounding alone.
 */
export async function compareEngines(
  [first, second]: readonly [Engine, Engine],
  source: ProgramSource,
  weights: Weights,
  x: Float32Array,
): Promise<Agreement> {
  const { source: observed, decisions } = observing(source);
  const { gradient } = await outputs(first, source, weights, { x });
  const own = (await outputs(second, source, weights, { x })).gradient;
  const told = await outputs(first, observed, weights, { x });
  const others = await outputs(second, observed, weights, { x });
  const fed = Object.fromEntries(decisions.map((_, i) => [decisionName(i), told[decisionName(i)]]));
  const mixing = exchanged(source, decisions);
  const mixed = await outputs(second, mixing, weights, { x, ...fed });
  const nudgedWeights = new Map([...weights].map(([name, values]) => [name, values.map(nudged)]));
  const moved = await outputs(first, mixing, nudgedWeights, { x: x.map(nudged), ...fed });
  return {
    raw: difference(gradient, own),
    exchanged: difference(gradient, mixed.gradient),
    sensitivity: difference(gradient, moved.gradient),
    ...countFlips(
      decisions,
      (i) => told[decisionName(i)],
      (i) => others[decisionName(i)],
    ),
  };
}

/** To a neighbouring float32, now the one above and now the one below. */
const nudged = (value: number, i: number): number => value * (1 + (i % 2 === 0 ? 1 : -1) * 2 ** -24);

/** NaN where either has one. */
export function difference(expected: Float32Array, actual: Float32Array): number {
  let [largest, worst] = [0, 0];
  for (const [i, value] of expected.entries()) {
    largest = Math.max(largest, Math.abs(value));
    worst = Math.max(worst, Math.abs(value - actual[i]));
  }
  return largest === 0 ? worst : worst / largest;
}
