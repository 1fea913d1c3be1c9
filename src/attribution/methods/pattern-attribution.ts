import { patterns } from '../composites/patterns.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { besideSamples, sampleSettings } from '../requests/beside-samples.ts';

/** Gradient with every layer's weights multiplied by the patterns that they react to (Kindermans et al. 2018). */
export const patternAttribution = defineMethod({
  name: 'pattern-attribution',
  description: 'gradient with weights times patterns',
  source: 'Kindermans et al. 2018',
  family: 'propagation',
  ranks: 'signed',
  settings: sampleSettings,
  build: ({ samples }) => {
    const request = besideSamples(patterns({ kind: 'attribution', samples }), samples);
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).slice()),
    };
  },
});
