import { z } from 'zod';
import {
  activationRequest,
  activationSite,
  classActivation,
  enlargeMaps,
  spatialAnswer,
  type Weigh,
} from './class-activation.ts';
import { defineMethod } from './define-method.ts';
import type { MethodDefinition } from './method.ts';
import { siteSettings } from './settings.ts';

/** A class activation map by its weights: what makes Grad-CAM's relatives different from it. */
export function classActivationMethod(own: {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly weigh: Weigh;
}): MethodDefinition {
  const { weigh, ...named } = own;
  return defineMethod({
    ...named,
    family: 'cam',
    needsConvolution: true,
    unsigned: ({ relu }) => relu,
    ranks: 'signed',
    needsSpatial: true,
    spansSteps: true,
    settings: { ...siteSettings, relu: z.boolean('true or false').default(true) },
    build: ({ layer, relu }) => ({
      requests: (model) => [activationRequest(model, layer)],
      resolve: (model) => ({ layer: activationSite(model, layer).name }),
      explain: async (ask, { inputs, network }) => {
        const read = spatialAnswer(
          await ask(activationRequest(network, layer)),
          activationSite(network, layer),
        );
        return enlargeMaps(classActivation(read, relu, weigh), inputs.shape);
      },
    }),
  });
}
