import { patterns } from '../composites/patterns.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { besideSamples, sampleSettings } from '../requests/beside-samples.ts';

/** Gradient with every layer's weights replaced by the patterns that they react to (Kindermans et al. 2018: PatternNet). */
export const patternNet = defineMethod({
  name: 'pattern-net',
  description: 'gradient with patterns in the place of weights',
  source: 'Kindermans et al. 2018',
  family: 'propagation',
  ranks: 'signed',
  settings: sampleSettings,
  build: ({ samples }) => {
    const request = besideSamples(patterns({ kind: 'net', samples }), samples);
    return {
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).slice()),
    };
  },
});
