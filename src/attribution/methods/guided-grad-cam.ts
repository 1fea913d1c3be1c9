import {
  activationRequest,
  activationSite,
  classActivation,
  enlargeMaps,
  spatialAnswer,
} from '../class-activation.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { siteSettings } from '../settings.ts';
import { guidedGradient } from './guided-backprop.ts';

/** Enlarged Grad-CAM times guided backpropagation (Selvaraju et al. 2017, section 3.2). */
export const guidedGradCam = defineMethod({
  name: 'guided-grad-cam',
  description: 'grad-cam times guided-backprop',
  source: 'Selvaraju et al. 2017',
  needsRelu: true,
  needsConvolution: true,
  cost: { forwards: 2, backwards: 2 },
  needsSpatial: true,
  spansSteps: true,
  twin: { method: 'grad-cam', adds: 'guided backpropagation as a factor' },
  settings: siteSettings,
  build: ({ layer }) => ({
    requests: (model) => [activationRequest(model, layer), guidedGradient],
    resolve: (model) => ({ layer: activationSite(model, layer).name }),
    explain: async (ask, { inputs, network }) => {
      const read = await ask(activationRequest(network, layer));
      const spatial = spatialAnswer(read, activationSite(network, layer));
      const cam = enlargeMaps(classActivation(spatial, true), inputs.shape);
      const channels = inputs.shape[2];
      const values = (await ask(guidedGradient)).gradient.map(
        (g, i) => g * cam.values[Math.floor(i / channels)],
      );
      return shapedLike(inputs, values);
    },
  }),
});
