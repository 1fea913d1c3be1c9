import { z } from 'zod';
import type { Model } from '../../model/model.ts';
import {
  activationRequest,
  activationSite,
  classActivation,
  enlargeMaps,
  spatialAnswer,
  type Weigh,
} from '../class-activation.ts';
import { defineMethod } from '../define-method.ts';
import { enlarge } from '../enlarge.ts';
import type { ActivationAnswer } from '../requests/activation.ts';
import { FILLS } from '../requests/fills.ts';
import { maskedLogits } from '../requests/masked-logits.ts';
import type { Masks } from '../requests/masks.ts';
import { siteSettings } from '../settings.ts';

/**
 * ReLU(sum_k a_k A_k), a the softmax over channels of S(x * H_k), H_k being channel k of the activation enlarged to the input and
 * scaled to [0, 1] (Wang et al. 2020, algorithm 1; the score of the baseline, which is subtracted there, leaves the softmax as it
 * is). A constant channel masks nothing out. A forward for every channel.
 */
export const scoreCam = defineMethod({
  name: 'score-cam',
  description: 'activations weighted by the logit of the input that they mask, a forward for every channel',
  source: 'Wang et al. 2020',
  family: 'cam',
  cost: null,
  needsConvolution: true,
  needsSpatial: true,
  unsigned: ({ relu }) => relu,
  ranks: 'signed',
  settings: {
    ...siteSettings,
    relu: z.boolean('true or false').default(true),
    fill: z.enum(FILLS, `one of ${FILLS.join(', ')}`).default('black'),
  },
  build: ({ layer, relu, fill }) => ({
    requests: (model) => {
      const { name, shape } = spatialSite(model, layer);
      const later = channelMasks(name, shape, [], () => {
        throw new Error('the activations that mask are not known yet');
      });
      return [activationRequest(model, layer), maskedLogits(later, fill)];
    },
    resolve: (model) => ({ layer: activationSite(model, layer).name }),
    explain: async (ask, { inputs, network }) => {
      const site = activationSite(network, layer);
      const read = spatialAnswer(await ask(activationRequest(network, layer)), site);
      const { name } = site;
      const { shape } = read;
      const masks = channelMasks(name, shape, inputs.shape, () => read);
      const scores = await ask(maskedLogits(masks, fill));
      const weigh: Weigh = ({ image }) => {
        const weights = softmax(scores.subarray(image * masks.count, (image + 1) * masks.count));
        return (_, channel) => weights[channel];
      };
      return enlargeMaps(classActivation(read, relu, weigh), inputs.shape);
    },
  }),
});

/** The site with the shape that it has as rows, columns and channels. */
function spatialSite(model: Model, layer: string | null) {
  const { name, shape, plane } = activationSite(model, layer);
  return { name, shape: plane ? [plane.rows, plane.columns, shape.at(-1)!] : shape };
}

/** One mask for each channel of a site, other ones for other weights. */
function channelMasks(
  site: string,
  [height, width, channels]: readonly number[],
  [rows, cols]: readonly number[],
  answer: () => ActivationAnswer,
): Masks {
  return {
    key: `channels ${site}`,
    count: channels,
    varies: true,
    open: () => (channel, out, image) => {
      const { activation } = answer();
      const pixels = height * width;
      const plane = Float64Array.from(
        { length: pixels },
        (_, p) => activation[(image * pixels + p) * channels + channel],
      );
      const large = enlarge(plane, [height, width], [rows, cols]);
      const low = large.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      const high = large.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      if (!(high > low)) out.fill(1);
      else for (const [p, value] of large.entries()) out[p] = (value - low) / (high - low);
    },
  };
}

function softmax(scores: Float32Array): Float64Array {
  const most = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = Float64Array.from(scores, (score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
