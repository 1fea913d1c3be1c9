import { type ChannelOrder, PREPROCESSES, type PreprocessName } from '../config/options/choices.ts';
import { InputError } from '../errors.ts';
import { errorText } from '../user-frame.ts';

/** Turns the pixels of one input (0 to 255, row-major, `shape` without the batch axis) into what the model takes. */
export type PreprocessFunction = (pixels: Float32Array, shape: readonly number[]) => Float32Array;

/**
 * How pixels x become inputs: `unit` x / 255; `tf` x / 127.5 - 1; `imagenet` (x / 255 - mean) / SD per RGB channel of
 * the ImageNet training set; `raw` x itself; or a function.
 */
export type Preprocess = PreprocessName | MeanAndSd | PreprocessFunction;

/** Mean and SD of x / 255, one number or one for each channel: `.5,.5,.5/.25,.25,.25`. */
export type MeanAndSd = `${string}/${string}`;

/** Of x / 255 over ImageNet, in the order R, G, B: the numbers that torchvision's and timm's models are trained with. */
const MEAN = [0.485, 0.456, 0.406];
const SD = [0.229, 0.224, 0.225];

const scaled: Readonly<Record<PreprocessName, PreprocessFunction>> = {
  unit: (pixels) => pixels.map((x) => x / 255),
  tf: (pixels) => pixels.map((x) => x / 127.5 - 1),
  imagenet: (pixels) => pixels.map((x, i) => (x / 255 - MEAN[i % 3]) / SD[i % 3]),
  raw: (pixels) => pixels.slice(),
};

/**
 * The preprocessing of a name or function, checked against the shape of an input. Channels are reversed last, so that
 * `imagenet` scales each colour by its own mean and SD in either order.
 * @throws InputError for an unknown name, and for `imagenet` and `bgr` where the input has not three channels. The function that
 * it returns throws one when a function given by the user throws, or returns something else than a Float32Array of the same length.
 */
export function preprocessor(
  preprocess: Preprocess,
  shape: readonly number[],
  channels: ChannelOrder = 'rgb',
): (pixels: Float32Array) => Float32Array {
  const scale = scaling(preprocess, shape);
  if (channels === 'rgb') return scale;
  requireThreeChannels('channels "bgr"', shape);
  return (pixels) => reversed(scale(pixels));
}

/** Prepares one image after the other; [count, ...shape], `size` values each. */
export function preparedImages(
  count: number,
  size: number,
  pixels: (image: number) => Float32Array,
  prepare: (pixels: Float32Array) => Float32Array,
): Float32Array {
  const values = new Float32Array(count * size);
  for (let i = 0; i < count; i++) values.set(prepare(pixels(i)), i * size);
  return values;
}

function scaling(preprocess: Preprocess, shape: readonly number[]): (pixels: Float32Array) => Float32Array {
  if (typeof preprocess === 'function') return (pixels) => called(preprocess, pixels, shape);
  if (preprocess.includes('/')) return byMeanAndSd(preprocess, shape);
  if (!Object.hasOwn(scaled, preprocess)) {
    throw new InputError({
      thing: 'preprocess',
      expected: `${PREPROCESSES.join(', ')}, MEAN/SD or a function`,
      found: `"${preprocess}"`,
    });
  }
  if (preprocess === 'imagenet') requireThreeChannels('preprocess "imagenet"', shape);
  return (pixels) => scaled[preprocess as PreprocessName](pixels, shape);
}

/** (x / 255 - mean) / SD by channel. */
function byMeanAndSd(text: string, shape: readonly number[]): (pixels: Float32Array) => Float32Array {
  const channels = shape.at(-1) ?? 1;
  const parts = text
    .split('/')
    .map((list) => list.split(',').map((number) => Number(number.trim() || 'none')));
  const [mean, sd] = parts.map((list) => (list.length === 1 ? Array<number>(channels).fill(list[0]) : list));
  const valid = (list: readonly number[]) => list?.length === channels && list.every(Number.isFinite);
  if (parts.length !== 2 || !valid(mean) || !valid(sd) || sd.some((one) => one <= 0)) {
    const expected = `${channels} means / ${channels} SDs above 0, or one of each`;
    throw new InputError({ thing: 'preprocess', expected, found: `"${text}"` });
  }
  return (pixels) => pixels.map((x, i) => (x / 255 - mean[i % channels]) / sd[i % channels]);
}

function requireThreeChannels(thing: string, shape: readonly number[]): void {
  if (shape.length === 3 && shape[2] === 3) return;
  throw new InputError({
    thing,
    expected: 'a model input of three channels [H, W, 3]',
    found: `[${shape.join(', ')}]`,
  });
}

/** The three values of every pixel in reverse order. */
function reversed(values: Float32Array): Float32Array {
  return values.map((_, i) => values[i - (i % 3) + 2 - (i % 3)]);
}

/** Calls a function that the user wrote. */
function called(
  preprocess: PreprocessFunction,
  pixels: Float32Array,
  shape: readonly number[],
): Float32Array {
  const refuse = (found: string, cause?: unknown): never => {
    const expected = `a Float32Array of ${length} values`;
    throw new InputError({ thing: 'preprocess function', expected, found }, { cause });
  };
  const { length } = pixels;
  let result: unknown;
  try {
    result = preprocess(pixels, [...shape]);
  } catch (error) {
    return refuse(errorText(error), error);
  }
  if (!(result instanceof Float32Array)) return refuse(`a value of type ${typeof result}`);
  return result.length === length ? result : refuse(`one of ${result.length} values`);
}
