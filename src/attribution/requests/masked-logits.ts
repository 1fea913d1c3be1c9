import { channelsOf } from '../batch-shape.ts';
import { type Fill, replacement } from './fills.ts';
import type { Masks } from './masks.ts';
import { copyInput, type Request, sizeOf } from './request.ts';

/** S of every input under every mask, [N, masks]: x m + fill (1 - m), all channels of a pixel alike. */
export function maskedLogits(masks: Masks, fill: Fill): Request<Float32Array> {
  return {
    key: `masked-logits ${fill} ${masks.key}`,
    pass: { kind: 'logits' },
    points: masks.count,
    ...(masks.varies ? { varies: true } : {}),
    open: (question) => {
      const { inputs, targets } = question;
      const size = sizeOf(inputs);
      const channels = channelsOf(inputs.shape);
      const replace = replacement(fill, question);
      const fillMask = masks.open(question);
      const replaced = new Float32Array(size);
      let mask: Float32Array | null = null;
      let last = -1;
      const scores = new Float32Array(inputs.count * masks.count);
      return {
        fill: (image, point, out) => {
          if (last !== image) replace(image, replaced);
          last = image;
          mask ??= new Float32Array(size / channels);
          fillMask(point, mask, image);
          copyInput(inputs, image, out);
          for (let pixel = 0; pixel < mask.length; pixel++) {
            const kept = mask[pixel];
            if (kept === 1) continue;
            const end = (pixel + 1) * channels;
            for (let p = pixel * channels; p < end; p++) out[p] = kept * out[p] + (1 - kept) * replaced[p];
          }
        },
        take: (image, point, { logits }) => {
          scores[image * masks.count + point] = logits[targets[image]];
        },
        done: () => scores,
      };
    },
  };
}
