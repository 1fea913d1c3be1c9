import { registerOp } from '@tensorflow/tfjs-converter';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionSettings, groupedConvolution, groupsOf } from '../grouped-convolution.ts';
import type { NodeEntry } from './hooks.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** Names of our own for operations of TensorFlow that the converter runs without groups. */
const OWN: Readonly<Record<string, string>> = {
  Conv2D: 'SaliencySanityConv2D',
  _FusedConv2D: 'SaliencySanityFusedConv2D',
};

/** What a file may not contain. */
export const CONVOLUTIONS: readonly string[] = Object.values(OWN);

/** The node as a convolution that may be in groups: TensorFlow knows them by the channels of the filter alone. */
export function withGroups(entry: NodeEntry): NodeEntry {
  return Object.hasOwn(OWN, entry.op) ? { ...entry, op: OWN[entry.op] } : entry;
}

const pair = (value: unknown): [number, number] => (value as number[]).slice(1, 3) as [number, number];

/** Attributes as TensorFlow has them, of all four axes; texts come in lower case. */
function settingsOf({
  strides,
  dilations,
  padding,
  explicit_paddings: explicit,
}: Attributes): ConvolutionSettings {
  const borders = (explicit ?? []) as number[];
  const pad =
    padding === 'explicit'
      ? ([0, 2, 4, 6].map((at) => [borders[at], borders[at + 1]]) as tf.backend_util.ExplicitPadding)
      : (padding as 'same' | 'valid');
  return { strides: pair(strides), dilations: pair(dilations), pad };
}

registerOp(OWN.Conv2D, ({ inputs, attrs }) => {
  const [image, filter] = inputs as Tensor4D[];
  const settings = settingsOf(attrs);
  if (groupsOf(image, filter) > 1) return groupedConvolution(image, filter, settings);
  const { strides, dilations, pad } = settings;
  return tf.conv2d(image, filter, strides, pad, 'NHWC', dilations);
});

/** Where none is stated, as TensorFlow says. */
const SLOPE = 0.2;

registerOp(OWN._FusedConv2D, ({ inputs, attrs }) => {
  const [x, filter, ...more] = inputs as Tensor4D[];
  const [first, ending] = (attrs.fused_ops ?? []) as string[];
  const bias = first === 'biasadd' ? more.shift() : undefined;
  const [slopes] = more;
  const activation = (ending ?? 'linear') as Parameters<typeof tf.fused.conv2d>[0]['activation'] & string;
  const slope = (attrs.leakyrelu_alpha as number | undefined) ?? SLOPE;
  const settings = settingsOf(attrs);
  if (groupsOf(x, filter) > 1) {
    const product = groupedConvolution(x, filter, settings);
    const sum = bias ? tf.add(product, bias) : product;
    return tf.backend_util.applyActivation(sum, activation, slopes, slope);
  }
  const own = { bias, activation, preluActivationWeights: slopes, leakyreluAlpha: slope };
  return tf.fused.conv2d({ x, filter, ...settings, ...own });
});
