import { z } from 'zod';
import { batchShape } from '../batch-shape.ts';
import { defineMethod } from '../define-method.ts';
import { allButOne } from '../requests/coalitions.ts';
import { FILLS } from '../requests/fills.ts';
import { segmentMaps, segmentRequests } from '../segments/segment-maps.ts';
import { mostSegments, segmentSettings } from '../segments/segmentation.ts';

/** The drop of S when one segment, feature or step is replaced, at all of its pixels. */
export const featureAblation = defineMethod({
  name: 'feature-ablation',
  description: 'drop of S when one feature or segment is replaced',
  source: 'Ribeiro et al. 2016; Kokhlikyan et al. 2020',
  family: 'perturbation',
  ranks: 'signed',
  cost: ({ segments }) => ({ forwards: segments + 1, backwards: 0 }),
  settings: { ...segmentSettings, fill: z.enum(FILLS, `one of ${FILLS.join(', ')}`).default('black') },
  build: ({ fill, ...settings }) => ({
    requests: (model) =>
      segmentRequests(allButOne(mostSegments(batchShape(model), settings)), settings, fill),
    explain: (ask, given) => {
      const source = allButOne(mostSegments(batchShape(given.network), settings));
      return segmentMaps(ask, given, { source, settings, fill }, ({ whole, scores, segments }) =>
        Float64Array.from({ length: segments }, (_, i) => whole - scores[i]),
      );
    },
  }),
});
