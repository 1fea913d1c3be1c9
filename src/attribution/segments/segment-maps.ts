import type { Maps } from '../maps.ts';
import type { Ask, Given } from '../method.ts';
import { type CoalitionSource, coalitionMasks } from '../requests/coalitions.ts';
import type { Fill } from '../requests/fills.ts';
import { logits } from '../requests/logits.ts';
import { maskedLogits } from '../requests/masked-logits.ts';
import type { Request } from '../requests/request.ts';
import { type SegmentSettings, segmentsOf } from './segmentation.ts';

/** What is known of one input whose segments were taken away. */
export interface Masked {
  /** S of the whole input. */
  readonly whole: number;
  /** S of every coalition. */
  readonly scores: Float32Array;
  readonly segments: number;
  /** Every coalition, [coalitions, segments]. */
  coalitions(): Float64Array;
}

/** What is asked for. */
export const segmentRequests = (
  source: CoalitionSource,
  settings: SegmentSettings,
  fill: Fill,
): [Request<Float32Array>, Request<Float32Array>] => [
  logits,
  maskedLogits(coalitionMasks(source, settings), fill),
];

/** One value for each segment of every input, at all of its pixels: [H, W], or [features]. */
export async function segmentMaps(
  ask: Ask,
  given: Given,
  {
    source,
    settings,
    fill,
  }: { readonly source: CoalitionSource; readonly settings: SegmentSettings; readonly fill: Fill },
  valuesOf: (masked: Masked) => Float64Array,
): Promise<Maps> {
  const { inputs, targets } = given;
  const [plain, masked] = segmentRequests(source, settings, fill);
  const whole = await ask(plain);
  const scores = await ask(masked);
  const fillCoalition = source.open(given);
  const shape = inputs.shape.length === 1 ? inputs.shape : inputs.shape.slice(0, 2);
  const pixels = shape.reduce((product, extent) => product * extent, 1);
  const classes = whole.length / inputs.count;
  const values = new Float32Array(inputs.count * pixels);
  for (let n = 0; n < inputs.count; n++) {
    const { of, count } = segmentsOf(inputs, n, settings);
    const found = valuesOf({
      whole: whole[n * classes + targets[n]],
      scores: scores.subarray(n * source.count, (n + 1) * source.count),
      segments: count,
      coalitions: () => {
        const all = new Float64Array(source.count * count);
        for (let k = 0; k < source.count; k++) fillCoalition(k, all.subarray(k * count, (k + 1) * count), n);
        return all;
      },
    });
    for (let p = 0; p < pixels; p++) values[n * pixels + p] = found[of[p]];
  }
  return { shape, count: inputs.count, values };
}
