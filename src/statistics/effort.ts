import { type CrossedEffects, halfWidth } from './crossed.ts';

/** About how many draws alone, or images alone, would decide an open gate; absent where no number would. */
export interface Effort {
  readonly draws?: number;
  readonly images?: number;
}

const MOST_DRAWS = 1000;
const MOST_IMAGES = 100_000;

/**
 * What it would take to tell the mean of D from zero if mean and variance components stayed what they are. Draws do
 * not shrink the spread between images, nor images that between draws: a number is absent where more than 1000 draws
 * or 100000 images would be needed, and both are where the components are unknown (one draw).
 */
export function drawsOrImagesToDecide(effects: CrossedEffects, confidence: number): Effort {
  const decides = (draws: number, images: number) =>
    Math.abs(effects.mean) > halfWidth(projected(effects, draws, images), confidence);
  const draws = smallest((k) => decides(k, effects.images), effects.draws + 1, MOST_DRAWS);
  const images = smallest((n) => decides(effects.draws, n), effects.images + 1, MOST_IMAGES);
  return { ...(draws && { draws }), ...(images && { images }) };
}

/** The same components seen through a complete table of another size, mean squares at their expectations. */
function projected(effects: CrossedEffects, draws: number, images: number): CrossedEffects {
  const { components } = effects;
  const errorSquare = components.error;
  const drawSquare = errorSquare + images * components.draws;
  const imageSquare = errorSquare + draws * components.images;
  const sum = drawSquare + imageSquare - errorSquare;
  const spread =
    drawSquare ** 2 / (draws - 1) +
    imageSquare ** 2 / (images - 1) +
    errorSquare ** 2 / ((draws - 1) * (images - 1));
  return { ...effects, draws, images, variance: sum / (draws * images), freedom: sum ** 2 / spread };
}

/** The smallest number in [low, high] from which on `holds` is true, found by halving; undefined where none is. */
function smallest(holds: (value: number) => boolean, low: number, high: number): number | undefined {
  if (!holds(high)) return undefined;
  let first = low;
  let last = high;
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    if (holds(middle)) last = middle;
    else first = middle + 1;
  }
  return last;
}
