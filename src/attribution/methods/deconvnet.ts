import { deconvnet as composite } from '../composites/deconvnet.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { gradient } from '../requests/gradient.ts';

const request = gradient(composite);

/** Gradient that passes a ReLU where the incoming signal is positive, whatever its input was (Zeiler and Fergus 2014). */
export const deconvnet = defineMethod({
  name: 'deconvnet',
  description: 'gradient with deconvolution ReLU units',
  source: 'Zeiler and Fergus 2014',
  family: 'propagation',
  needsRelu: true,
  twin: { method: 'gradient', adds: 'the deconvolution rule' },
  settings: {},
  build: () => ({
    requests: () => [request],
    explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).gradient.slice()),
  }),
});
