import { DEFAULTS } from '../../config/defaults.ts';
import { InputError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';
import type { Notice } from '../../results/report.ts';
import { availableMemory } from './available-memory.ts';
import type { SelectedMethod } from './select-methods.ts';

const MEGABYTE = 2 ** 20;

/**
 * The most that the activations of a batch may take, in bytes, and the most of the memory that is available. Up to four
 * passes keep what they took: gradient, guided gradient, activation, logits.
 */
const BUDGET = { bytes: 160 * MEGABYTE, share: 1 / 6 };

/**
 * What a backward pass takes, over the outputs that it holds. Measured for six networks of full size: 1.4 to 2.3 (npm run bench
 * -- memory).
 */
const BACKWARD_FACTOR = 5 / 3;

/** A forward pass holds what one site reads, writes and computes with. */
const FORWARD_FACTOR = 4;

/** The most inputs that statistics are recomputed on: more give the same statistics, and none better. */
const MOST_CALIBRATING = 256;

export interface BatchChoice {
  readonly batch: number;
  readonly notice: Notice | null;
}

type Sites = Pick<Model, 'sites' | 'inputShape'>;

/**
 * Inputs per pass: 32, or as many as the activations of a backward pass leave room for. `evaluations` is the largest
 * number of inputs that go through one kind of pass: what is more would be padding. A network of 28x28 inputs takes the
 * same time per input from 16 to 64, one of 224x224 from 1 on.
 */
export function chooseBatch(model: Sites, evaluations: number, available: number): BatchChoice {
  const most = DEFAULTS.batch;
  const perInput = backwardBytes(model);
  const fitting = Math.max(1, Math.min(most, Math.floor(budget(available) / perInput)));
  const batch = Math.min(fitting, Math.max(1, evaluations));
  if (fitting === most || batch < fitting) return { batch, notice: null };
  const message =
    `${batch} ${batch === 1 ? 'input' : 'inputs'} per pass instead of ${most}: an input's activations take about ${megabytes(perInput)} MB, a pass ` +
    `may take ${megabytes(budget(available))} MB; --batch sets another number`;
  return { batch, notice: { code: 'batch', message } };
}

/** About what a pass to the logits and back takes for each of its inputs, in bytes; right within a factor of 1.5. */
export function backwardBytes({ sites, inputShape }: Sites): number {
  const held = sites.filter((site) => site.held);
  return BACKWARD_FACTOR * siteBytes({ sites: held, inputShape }).reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * The largest number of inputs that go through one kind of pass to explain `inputs` inputs. A method of the user's own
 * may use any number.
 */
export function mostEvaluations(selected: readonly SelectedMethod[], model: Model, inputs: number): number {
  const costs = selected.flatMap(({ method }) => {
    try {
      return [...method.requests(model).map(({ points }) => points), method.furtherPoints ?? 0];
    } catch (error) {
      // Its refusal is told where methods are fitted to the model.
      if (error instanceof InputError) return [];
      throw error;
    }
  });
  return inputs * Math.max(1, ...costs);
}

/** How many of the inputs statistics are recomputed on, all in one pass. */
export function calibrationCount(model: Sites, inputs: number, available = availableMemory()): number {
  const perInput = FORWARD_FACTOR * Math.max(...siteBytes(model));
  return Math.max(1, Math.min(inputs, MOST_CALIBRATING, Math.floor(budget(available) / perInput)));
}

const budget = (available: number): number => Math.min(BUDGET.bytes, BUDGET.share * available);

/** Bytes of the input and of every site's output, for one input. */
function siteBytes({ sites, inputShape }: Sites): number[] {
  return [inputShape, ...sites.map((site) => site.shape)].map(
    (shape) => shape.reduce((size, extent) => size * extent, 1) * Float32Array.BYTES_PER_ELEMENT,
  );
}

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);

/** The batch size of a model that nobody has chosen one for; a notice says where memory makes it small. */
export function automaticBatch(
  model: Model,
  selected: readonly SelectedMethod[],
  inputs: number,
  notify: (notice: Notice) => void,
): number {
  const { batch, notice } = chooseBatch(model, mostEvaluations(selected, model, inputs), availableMemory());
  if (notice) notify(notice);
  return batch;
}
