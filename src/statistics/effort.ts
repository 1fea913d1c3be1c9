import { type CrossedEffects, halfWidth } from './crossed.ts';

/** What would decide an open gate: about how many draws alone, or images alone, or both; absent where no number would. */
export interface Effort {
  readonly draws?: number;
  readonly images?: number;
  /** More of both, in the proportion that they have now. */
  readonly together?: Numbers;
  /** Why draws alone do not decide; absent where they do. */
  readonly hindrance?: Hindrance;
}

export interface Numbers {
  readonly draws: number;
  readonly images: number;
}

/**
 * `images`: the interval would be too wide with any number of draws, because images differ. `gate`: the value lies so
 * near to the gate that no affordable number decides. `scale`: floor and ceiling are not apart, which draws do not
 * change. `both`: draws and images must grow together.
 */
export type Hindrance = 'images' | 'gate' | 'scale' | 'both';

/** More draws or images than this are no advice. */
export const MOST_DRAWS = 100;
export const MOST_IMAGES = 1000;

/**
 * What it would take to tell the mean of D from zero if mean and variance components stayed what they are. Draws do
 * not shrink the spread between images, nor images that between draws: a number is absent where more than 100 draws
 * or 1000 images would be needed. Empty where the components are unknown (one draw).
 */
export function drawsOrImagesToDecide(effects: CrossedEffects, confidence: number): Effort {
  if (Number.isNaN(effects.components.error)) return {};
  const decides = (draws: number, images: number) =>
    Math.abs(effects.mean) > halfWidth(projected(effects, draws, images), confidence);
  const draws = smallest((k) => decides(k, effects.images), effects.draws + 1, MOST_DRAWS);
  const images = smallest((n) => decides(effects.draws, n), effects.images + 1, MOST_IMAGES);
  const together = growth(decides, effects);
  const hindrance = draws ? undefined : hindranceOf(decides, effects, images);
  return {
    ...(draws && { draws }),
    ...(images && { images }),
    ...(together && { together }),
    ...(hindrance && { hindrance }),
  };
}

/** The smallest numbers that decide where both grow by the same factor, each up to its most. */
function growth(
  decides: (draws: number, images: number) => boolean,
  { draws, images }: CrossedEffects,
): Numbers | undefined {
  const grown = (hundredths: number): Numbers => ({
    draws: Math.max(draws, Math.min(MOST_DRAWS, Math.ceil((draws * hundredths) / 100))),
    images: Math.max(images, Math.min(MOST_IMAGES, Math.ceil((images * hundredths) / 100))),
  });
  const most = Math.ceil(100 * Math.max(MOST_DRAWS / draws, MOST_IMAGES / images));
  const found = smallest(
    (hundredths) => {
      const numbers = grown(hundredths);
      return decides(numbers.draws, numbers.images);
    },
    101,
    most,
  );
  return found === undefined ? undefined : grown(found);
}

/** Enough to stand for any number of draws. */
const ANY = 1e9;

function hindranceOf(
  decides: (draws: number, images: number) => boolean,
  effects: CrossedEffects,
  images: number | undefined,
): Hindrance {
  if (!images && !decides(MOST_DRAWS, MOST_IMAGES)) return 'gate';
  if (!images) return 'both';
  return decides(ANY, effects.images) ? 'gate' : 'images';
}

/** The same components seen through a complete table of another size, mean squares at their expectations. */
export function projected(effects: CrossedEffects, draws: number, images: number): CrossedEffects {
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
  if (low > high || !holds(high)) return undefined;
  let first = low;
  let last = high;
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    if (holds(middle)) last = middle;
    else first = middle + 1;
  }
  return last;
}
