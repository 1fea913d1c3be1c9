import { explainBatch } from '../../attribution/explain-batch.ts';
import type { Batch, Given, Method } from '../../attribution/method.ts';
import type { NoiseSource } from '../../attribution/noise.ts';
import type { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import { sharedModel } from '../../attribution/shared-model.ts';
import type { Probe, SmoothProbe } from '../../checks/probe.ts';
import { passesOfMethod } from '../prepare/method-cost.ts';
import type { Chunk } from './chunks.ts';

/** What a method is asked about: a chunk of the inputs as they were given, with their classes and the method's noise. */
export interface Probed {
  readonly method: Method;
  readonly model: WeightedModel;
  /** The same network with softplus units, bound when it is first needed. */
  readonly smooth: () => WeightedModel;
  readonly batch: Batch;
  readonly targets: Int32Array;
  readonly noise: NoiseSource;
}

/** A method as a check may ask it for maps of other inputs. */
export function probeOf({ first, count }: Chunk, probed: Probed): Probe {
  const { method, model, smooth, batch } = probed;
  return {
    first,
    count,
    inputs: batch.values,
    passes: passesOfMethod(method, model.model),
    maps: (values) => mapsAt(values, model, probed),
    logits: (values) => model.logits(values),
    smooth: method.pullback ? smoothOf(smooth(), probed) : null,
  };
}

async function mapsAt(values: Float32Array, model: WeightedModel, { method, batch, targets, noise }: Probed) {
  const [maps] = await explainBatch([method], model, { ...batch, values }, targets, noise);
  return maps;
}

function smoothOf(model: WeightedModel, probed: Probed): SmoothProbe {
  const { method, batch, targets, noise } = probed;
  return {
    maps: (values) => mapsAt(values, model, probed),
    pullback: (values, weights) => {
      const question = { inputs: { ...batch, values }, targets, noise };
      const ask: Parameters<NonNullable<Method['pullback']>>[0] = (request) =>
        model.answer(request, question);
      const given: Given = { ...question, network: model.model, model: sharedModel(model, ask, question) };
      return method.pullback!(ask, given, weights);
    },
  };
}
