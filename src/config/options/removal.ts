import { REMOVED } from './choices.ts';
import { among, oneOf, reported } from './kinds.ts';
import { option } from './option.ts';

/** How parts of inputs are removed. */
export const REMOVAL_OPTIONS = {
  /**
   * What `faithfulness` removes at a time: `pixels`, the default, or `segments`, superpixels of like colour, which go by the mean of their
   * pixels. Inputs without rows and columns have no segments: their features go one by one.
   */
  removalBy: option(oneOf(REMOVED), {
    decides: 'scores',
    default: 'pixels',
    planned: reported.text(`One of ${REMOVED.join(', ')}`).optional(),
    flag: {
      group: 'Checks:',
      help: ({ standard }) => `What faithfulness removes: ${among(REMOVED, standard)}`,
    },
  }),
};
