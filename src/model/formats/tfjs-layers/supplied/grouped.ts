import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../../json-values.ts';
import { groupedConvolution } from '../../grouped-convolution.ts';
import { asList } from '../tf-layers.ts';
import { type LayerClass, layerClass, listOf, register, type Shape, type Supplied } from './base-class.ts';

interface Parts {
  readonly kernel: { read(): Tensor };
  readonly bias: { read(): Tensor } | null;
  readonly activation: { apply(x: Tensor): Tensor } | null;
  readonly strides: number[];
  readonly padding: 'same' | 'valid' | 'causal';
  readonly dilationRate: unknown;
}

function inGroups(image: Tensor4D, filter: Tensor4D, { strides: own, dilationRate, padding }: Parts): Tensor {
  const [strides, dilations] = [own, dilationRate].map((value) => {
    const list = listOf(value, filter.shape[0] === 1 ? 1 : 2);
    return (list.length === 1 ? [1, list[0]] : list) as [number, number];
  });
  return groupedConvolution(image, filter, { strides, dilations, pad: padding as 'same' | 'valid' });
}

/** A convolution whose channels are in groups, each with filters of its own. */
function groupedClass(base: 'Conv1D' | 'Conv2D') {
  return class extends (layerClass(base) as LayerClass) {
    static override className = `Grouped${base}`;

    constructor(settings: Record<string, unknown>) {
      super(settings);
      Object.assign(this, { groups: Number(settings.groups) });
    }

    override build(shape: Shape | Shape[]): void {
      const own = (Array.isArray(shape[0]) ? shape[0] : shape) as Shape;
      const channels = own.at(-1)!;
      const { groups, filters } = this as unknown as { groups: number; filters: number };
      if (channels % groups !== 0 || filters % groups !== 0)
        throw new Error(`${channels} channels and ${filters} filters are not whole groups of ${groups}`);
      super.build(own.with(-1, channels / groups) as never);
      this.inputSpec = [];
    }

    override call(inputs: Tensor | Tensor[]): Tensor {
      const parts = this as unknown as Parts;
      const { kernel, bias, activation } = parts;
      return tf.tidy(() => {
        const [x] = asList(inputs);
        const flat = x.rank === 3;
        const image = (flat ? tf.expandDims(x, 1) : x) as Tensor4D;
        const filter = (flat ? tf.expandDims(kernel.read(), 0) : kernel.read()) as Tensor4D;
        const product = inGroups(image, filter, parts);
        const lines = flat ? tf.squeeze(product, [1]) : product;
        const sum = bias ? tf.add(lines, bias.read()) : lines;
        return activation ? activation.apply(sum) : sum;
      });
    }

    override getClassName(): string {
      return base;
    }
  };
}

const several = ({ groups, padding, data_format: format }: JsonObject) =>
  typeof groups === 'number' && groups > 1 && padding !== 'causal' && format !== 'channels_first';

export const GROUPED: readonly Supplied[] = (['Conv1D', 'Conv2D'] as const).map((kind) => {
  const layer = groupedClass(kind);
  register(layer);
  return { kind, settings: ['groups'], layer, applies: several };
});
