import { z } from 'zod';
import type { Composite } from '../engine/composite.ts';
import type { Model } from '../model/model.ts';
import { activationSite, enlargeMaps } from './class-activation.ts';
import type { Box } from './composites/propagation/rules/first.ts';
import { shapedLike } from './maps.ts';
import type { Batch, Method } from './method.ts';
import { activation } from './requests/activation.ts';
import { gradient } from './requests/gradient.ts';

type Parts = Pick<Method, 'requests' | 'explain' | 'resolve'>;

/** What a method is made of whose map is what one pass under a composite brings to the input. */
export function propagated(composite: Composite): Parts {
  const request = gradient(composite);
  return {
    requests: () => [request],
    explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).gradient.slice()),
  };
}

/**
 * The same, shown at a layer where one is named: summed over its channels and enlarged to the rows and columns of the input
 * (Zhang et al. 2016, section 3.2).
 */
export function propagatedTo(layer: string | null, composite: Composite): Parts {
  if (layer === null) return propagated(composite);
  const requestOf = (model: Model) => activation(activationSite(model, layer), composite);
  return {
    requests: (model) => [requestOf(model)],
    explain: async (ask, { inputs, network }) => {
      const { gradient: signal, shape } = await ask(requestOf(network));
      const [height, width, channels] = shape;
      const values = new Float32Array(inputs.count * height * width);
      for (let i = 0; i < signal.length; i++) values[Math.floor(i / channels)] += signal[i];
      return enlargeMaps({ shape: [height, width], count: inputs.count, values }, inputs.shape);
    },
  };
}

/** The layer at which a map is shown: null for the input. */
export const shownSetting = z.string('the name of a layer').nullable().default(null);

/**
 * The same of a composite that has to know the range of the inputs: null where they have none, as tables do. `low` and `high`
 * are null, the default, for what their preprocessing makes of black and white, or where they came as numbers for what the
 * inputs of the run span, by channel.
 */
export function propagatedInBox(
  { low, high }: BoxSettings,
  compositeOf: (box: Box | null) => Composite,
): Parts {
  const requestAt = (range: Batch['range']) => {
    const box = { low: low ?? (range && bound(range.low)), high: high ?? (range && bound(range.high)) };
    const known = box.low !== undefined && box.high !== undefined;
    return gradient(compositeOf(known ? (box as Box) : null));
  };
  return {
    requests: ({ inputShape }) => [requestAt(inputShape.length === 3 ? UNIT : undefined)],
    explain: async (ask, { inputs }) =>
      shapedLike(inputs, (await ask(requestAt(inputs.range))).gradient.slice()),
  };
}

/** One number where all channels have the same. */
const bound = (values: readonly number[]): Box['low'] =>
  values.every((value) => value === values[0]) ? values[0] : values;

/** What is planned with, before there are inputs. */
const UNIT = { low: [0], high: [1] };

export interface BoxSettings {
  readonly low: number | null;
  readonly high: number | null;
}

/** The range of the inputs, where it is not to be found out. */
export const boxSettings = {
  low: z.number('a number').nullable().default(null),
  high: z.number('a number').nullable().default(null),
};
