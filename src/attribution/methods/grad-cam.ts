import { z } from 'zod';
import {
  activationRequest,
  activationSite,
  classActivation,
  enlargeMaps,
  layerBefore,
} from '../class-activation.ts';
import { defineMethod } from '../define-method.ts';
import { siteSettings } from '../settings.ts';

/**
 * Gradient-weighted class activation (Selvaraju et al. 2017, eq. 1 and 2), enlarged bilinearly to [H, W] of the input.
 * An all-zero map is legal: every weighted activation was negative.
 */
export const gradCam = defineMethod({
  name: 'grad-cam',
  description: 'ReLU of gradient-weighted activations, enlarged (Selvaraju et al. 2017)',
  needsSpatial: true,
  unsigned: true,
  ranks: 'signed',
  settings: { ...siteSettings, relu: z.boolean('true or false').default(true) },
  variations: ({ layer }, model) => layerBefore(model, layer),
  build: ({ layer, relu }) => ({
    unsigned: relu,
    requests: (model) => [activationRequest(model, layer)],
    resolve: (model) => ({ layer: activationSite(model, layer).name }),
    explain: async (ask, { inputs, network }) =>
      enlargeMaps(classActivation(await ask(activationRequest(network, layer)), relu), inputs.shape),
  }),
});
