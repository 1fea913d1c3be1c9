import { InputError } from '../errors.ts';
import type { ChannelOrder } from '../plan/plan.ts';
import type { GivenRegion } from '../similarity/region/region.ts';
import { assembleInputs } from './assemble.ts';
import { withChannelsLast } from './channels-last.ts';
import type { ClassNames } from './class-names.ts';
import type { Inputs } from './inputs.ts';
import { checkLabels, withoutClasses } from './labels.ts';
import { classWords, ofClasses } from './only-classes.ts';
import { type Preprocess, preparedImages, preprocessor } from './preprocess.ts';
import { arrayRegions } from './regions.ts';
import { EVENLY, type Sampling } from './sampling.ts';

export interface ArrayInputs {
  /** [N, ...inputShape], row-major. Uint8Array holds pixels, which are preprocessed; Float32Array is taken as it is. */
  readonly values: Float32Array | Uint8Array;
  /** With the batch axis. [N, ...inputShape] by default; channels of one may be left out. */
  readonly shape?: readonly number[];
  readonly labels?: readonly (number | null)[];
  /**
   * Where the objects are, one for each input: a list of boxes [top, left, bottom, right], a mask [H * W], or null; or the path of a
   * regions.json or of an .npy file of masks [N, H, W].
   */
  readonly regions?: string | readonly GivenRegion[];
  /** Names of the inputs; `inputs[0]`, `inputs[1]` ... by default. */
  readonly ids?: readonly string[];
  /** What `values` are called in messages; `inputs` by default. */
  readonly source?: string;
  /** `unit` by default. A function is called for float values too. */
  readonly preprocess?: Preprocess;
  /** `rgb` by default. Used wherever `preprocess` is. */
  readonly channels?: ChannelOrder;
  /** At most so many inputs are chosen; all by default. */
  readonly limit?: number;
  /** How they are chosen: evenly over the labels by default. */
  readonly sampling?: Sampling;
  /** Whether the array may be [N, C, H, W] where the model takes [H, W, C]. False by default. */
  readonly channelsFirst?: boolean;
  /** Indices of the classes whose inputs are used, as text, or their names; all by default. */
  readonly only?: readonly string[] | null;
  /** What the classes are called, as `only` may have them. */
  readonly names?: ClassNames | null;
  /** Leaves the chosen inputs in the order of the array. False by default: one of every label, then the next of every label. */
  readonly keepOrder?: boolean;
  /** Of the model, without the batch axis. */
  readonly inputShape: readonly number[];
  /** Of the model; null where it has none (a regression), so that labels are left aside, with a notice. */
  readonly classes: number | null;
}

/**
 * Inputs from arrays in memory.
 * @throws InputError for a shape that does not fit the model, too few labels or ids, labels out of range, and NaN
 */
export function inputsFromArrays(given: ArrayInputs): Inputs {
  const arrays = withChannelsLast(given);
  const { values, inputShape, classes, source = 'inputs', preprocess = 'unit', channels } = arrays;
  const notices = arrays === given ? [] : [channelsFirstNotice(source, inputShape)];
  const size = inputShape.reduce((product, n) => product * n, 1);
  const count = countOf(arrays, size, source);
  const {
    labels: stated = Array.from({ length: count }, () => null),
    ids = stated.map((_, i) => `${source}[${i}]`),
  } = arrays;
  for (const [what, list] of [['labels', stated] as const, ['ids', ids] as const]) {
    if (list.length !== count) {
      throw new InputError({
        thing: `${what} of ${source}`,
        expected: String(count),
        found: String(list.length),
      });
    }
  }
  const unlabelled = classes === null && withoutClasses(count, arrays.labels !== undefined);
  if (unlabelled) notices.push(...unlabelled.notices);
  const labels: readonly (number | null)[] = unlabelled ? unlabelled.labels : stated;
  if (classes !== null) checkLabels(labels, ids, classes);

  const { only, names, sampling = EVENLY } = arrays;
  const candidates = ofClasses(
    only,
    labels.map((label) => ({ label, folder: null })),
    names,
  );
  const classOf = candidates.map((i) => labels[i]);
  const chosen = sampling.choose(classOf, arrays.limit).map((at) => candidates[at]);
  if (arrays.keepOrder) chosen.sort((a, b) => a - b);
  if (chosen.length < count) {
    notices.push(`${chosen.length} of ${count} inputs are used${classWords(only)}${sampling.words}`);
  }
  const scales = values instanceof Uint8Array || typeof preprocess === 'function';
  const prepare = preprocessor(scales ? preprocess : 'raw', inputShape, scales ? channels : 'rgb');
  if (!scales && preprocess !== 'raw') {
    notices.push(
      `${source} holds no 8-bit pixels: taken as it is, "${preprocess}" preprocessing does not apply`,
    );
  }
  if (!scales && channels === 'bgr') {
    notices.push(`${source} holds no 8-bit pixels: taken as it is, in the order of channels that it has`);
  }
  const pixels = (i: number) => {
    const from = chosen[i];
    return Float32Array.from(values.subarray(from * size, (from + 1) * size));
  };
  const images = values instanceof Uint8Array && inputShape.length === 3;
  const { regions } = arrays;
  return assembleInputs({
    ids: chosen.map((i) => ids[i]),
    shape: inputShape,
    values: preparedImages(chosen.length, size, pixels, prepare),
    black: prepare(new Float32Array(size)),
    ...(images && { white: prepare(new Float32Array(size).fill(255)) }),
    labels: chosen.map((i) => labels[i]),
    notices,
    ...(regions !== undefined && {
      regions: () => arrayRegions(regions, { all: ids, chosen, source, shape: inputShape }),
    }),
    ...(images && {
      prepared: async (other: Preprocess, order: ChannelOrder) =>
        preparedImages(chosen.length, size, pixels, preprocessor(other, inputShape, order)),
    }),
  });
}

const channelsFirstNotice = (source: string, { length }: readonly number[]): string =>
  length === 3
    ? `${source} is taken as [N, C, H, W], as the model's file has images`
    : `${source} is taken as [N, features, steps], as the model's file has sequences`;

/** The number of inputs, once the shape of the array is known to fit the model. */
function countOf({ values, shape, inputShape }: ArrayInputs, size: number, source: string): number {
  const refuse = (found: string, hint?: string): never => {
    throw new InputError({ thing: source, expected: `shape [N, ${inputShape.join(', ')}]`, found, hint });
  };
  if (shape === undefined) {
    if (values.length % size !== 0) refuse(`${values.length} values, no multiple of ${size}`);
  } else {
    const given = shape.slice(1);
    const found = `[${shape.join(', ')}]`;
    if (!sameShape(given, inputShape) && !sameShape([...given, 1], inputShape)) {
      if (sameShape(shape, inputShape)) refuse(found, 'Add a batch axis: array[None].');
      const [height, width, channels] = inputShape;
      if (inputShape.length === 3 && sameShape(given, [channels, height, width])) {
        refuse(found, 'Put the channels last: array.transpose(0, 2, 3, 1).');
      }
      refuse(found);
    }
    if (shape[0] * size !== values.length) refuse(`${values.length} values for ${found}`);
  }
  if (values.length === 0) refuse('no inputs');
  return values.length / size;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}
