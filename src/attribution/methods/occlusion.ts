import { z } from 'zod';
import type { Model } from '../../model/model.ts';
import { batchShape } from '../batch-shape.ts';
import { defineMethod } from '../define-method.ts';
import { MisfitError } from '../misfit.ts';
import { triedAt } from '../neighbours.ts';
import { FILLS } from '../requests/fills.ts';
import { logits } from '../requests/logits.ts';
import { maskedLogits } from '../requests/masked-logits.ts';
import { windows } from '../requests/masks.ts';

/** Extents for inputs of 224 x 224 (Zeiler and Fergus 2014, section 4.2 slides a grey square); others in proportion. */
const AT = 224;
const PATCH = 15;
const STRIDE = 8;

const extent = z.int('a whole number').min(1, 'at least 1').max(10_000, 'at most 10000').nullable();

const scaled = (length: number, side: number) => Math.max(1, Math.round((length * side) / AT));

/** Of images their shorter side, of steps their number; a token of a text goes alone. */
function sideOf({ inputShape, sequence, tokens }: Model): number {
  if (tokens) return 1;
  if (sequence) return inputShape[0];
  if (inputShape.length === 3) return Math.min(inputShape[0], inputShape[1]);
  throw new MisfitError({
    thing: 'occlusion',
    expected: 'a model of images [H, W, C], or of steps or tokens in a row',
    found: `an input of shape [${inputShape.join(', ')}]`,
  });
}

/**
 * The drop of S when a square is replaced, averaged over the squares that cover a pixel (Zeiler and Fergus 2014,
 * section 4.2). One value per pixel. The square is 15 of 224 rows, the stride 8 of 224, where they are not given. Of a sequence as
 * many steps in a row are replaced, of a text one token after the other; one value per step.
 */
export const occlusion = defineMethod({
  name: 'occlusion',
  description: 'drop of S when a square, some steps or a token are replaced',
  source: 'Zeiler and Fergus 2014',
  family: 'perturbation',
  ranks: 'signed',
  cost: ({ patch, stride }) => {
    const { count } = windows([AT, AT], { patch: patch ?? PATCH, stride: stride ?? STRIDE });
    return { forwards: count + 1, backwards: 0 };
  },
  settings: {
    patch: triedAt(extent.default(null), (patch) =>
      patch === null ? [] : [Math.max(1, Math.round(patch / 3)), 2 * patch],
    ),
    stride: extent.default(null),
    fill: z.enum(FILLS, `one of ${FILLS.join(', ')}`).default('mean'),
  },
  build: ({ patch, stride, fill }) => {
    const sizes = (model: Model) => {
      const side = sideOf(model);
      return { patch: patch ?? scaled(PATCH, side), stride: stride ?? scaled(STRIDE, side) };
    };
    const masksOf = (model: Model) => windows(batchShape(model), sizes(model));
    return {
      requests: (model) => [logits, maskedLogits(masksOf(model), fill)],
      resolve: sizes,
      explain: async (ask, { inputs, targets, network }) => {
        const masks = masksOf(network);
        const whole = await ask(logits);
        const masked = await ask(maskedLogits(masks, fill));
        const [height, width] = inputs.shape;
        const pixels = height * width;
        const classes = whole.length / inputs.count;
        const values = new Float64Array(inputs.count * pixels);
        const covered = new Float64Array(pixels);
        const mask = new Float32Array(pixels);
        for (let k = 0; k < masks.count; k++) {
          masks.fill(k, mask);
          for (let p = 0; p < pixels; p++) covered[p] += 1 - mask[p];
          for (let n = 0; n < inputs.count; n++) {
            const drop = whole[n * classes + targets[n]] - masked[n * masks.count + k];
            for (let p = 0; p < pixels; p++) values[n * pixels + p] += drop * (1 - mask[p]);
          }
        }
        const mean = Float32Array.from(values, (sum, i) => sum / covered[i % pixels]);
        return { shape: [height, width], count: inputs.count, values: mean };
      },
    };
  },
});
