import type { Ask, Given } from '../method.ts';
import { BoundedAdam } from './adam.ts';
import type { Enlargement } from './enlargement.ts';
import { type MaskedStep, maskedProbabilities } from './masked-probability.ts';
import { type Regularisers, regularise } from './regularisers.ts';

export interface Descent extends Regularisers {
  readonly enlargement: Enlargement;
  /** Of the grid. */
  readonly columns: number;
  readonly steps: number;
  readonly rate: number;
  readonly reference: Float32Array;
  /** By which an input is moved at a step. */
  shift(image: number, step: number): readonly [number, number];
}

/** Deletion masks of all inputs at once: they are moved in place down P_c plus what they pay (Fong and Vedaldi 2017, eq. 3). */
export async function descend(
  ask: Ask,
  given: Given,
  masks: readonly Float64Array[],
  descent: Descent,
): Promise<void> {
  const adams = masks.map((mask) => new BoundedAdam(mask.length, descent.rate));
  for (let step = 0; step < descent.steps; step++) {
    const { slopes } = await objective(ask, given, masks, descent, step);
    masks.forEach((mask, image) => {
      adams[image].step(mask, slopes[image]);
    });
  }
}

/** The three terms of every input at a step, and the derivative of their sum by its cells. */
export async function objective(
  ask: Ask,
  given: Pick<Given, 'inputs' | 'targets' | 'network'>,
  masks: readonly Float64Array[],
  descent: Descent,
  step: number,
) {
  const { enlargement, reference, columns } = descent;
  const shifts = masks.map((_, image) => descent.shift(image, step));
  const at: MaskedStep = { step, masks, enlargement, reference, shifts };
  const { values, slopes } = await maskedProbabilities(ask, given, at);
  const terms = masks.map((mask, image) => ({
    probability: values[image],
    ...regularise(mask, columns, descent, slopes[image]),
  }));
  return { terms, slopes };
}
