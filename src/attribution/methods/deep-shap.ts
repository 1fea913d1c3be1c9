import { deepLift } from '../composites/deeplift/deeplift.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { contributions, fromBackground } from '../requests/multipliers.ts';
import { repetitions } from '../settings.ts';
import { deepLiftSettings } from './deeplift.ts';

/** DeepLIFT averaged over several references, the first inputs of the run (Lundberg and Lee 2017, section 4.2). */
export const deepShap = defineMethod({
  name: 'deep-shap',
  description: 'deeplift averaged over inputs of the run as references',
  source: 'Lundberg and Lee 2017',
  family: 'propagation',
  multipliesByInput: true,
  ranks: 'signed',
  complete: true,
  cost: ({ references }) => ({ forwards: 2 * references, backwards: 2 * references }),
  settings: { references: repetitions(10), ...deepLiftSettings },
  build: ({ references, ...settings }) => {
    const request = contributions(deepLift(settings), fromBackground(references));
    return {
      references,
      requests: () => [request],
      explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).slice()),
    };
  },
});
