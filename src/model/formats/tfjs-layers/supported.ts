import type * as layers from '@tensorflow/tfjs-layers';
import { InputError } from '../../../errors.ts';
import type { TfLayer } from './tf-layers.ts';
import type { LayerCalls } from './unroll.ts';

/** The shape of the network's one input. Throws InputError for several inputs and for open shapes. */
export function inputShapeOf({ inputs }: layers.LayersModel, source: string): number[] {
  if (inputs.length !== 1) {
    const names = inputs.map((tensor) => tensor.sourceLayer.name).join(', ');
    const found = inputs.length === 0 ? 'none' : `${inputs.length}: ${names}`;
    throw new InputError({ thing: source, expected: 'a model with one input', found });
  }
  const shape = inputs[0].shape.slice(1);
  const fixed = shape.every((extent) => Number.isSafeInteger(extent) && (extent as number) > 0);
  if (shape.length === 0 || !fixed) {
    const found = `[${shape.map((extent) => extent ?? 'any').join(', ')}]`;
    throw new InputError({ thing: source, expected: 'a fixed input shape', found });
  }
  return shape as number[];
}

/** The number of values of the output. Throws InputError where the output is no vector, or a layer's maps would be meaningless. */
export function valuesOfOutput({ list, outputShape }: LayerCalls, source: string): number {
  for (const { layer } of list) {
    const found = unsupported(layer);
    if (!found) continue;
    const expected = 'a network that can be explained at its input';
    throw new InputError({ thing: `${source}: layer ${layer.name}`, expected, found });
  }
  if (outputShape.length !== 1 || !outputShape[0]) {
    const expected = 'one vector of logits per input';
    throw new InputError({ thing: source, expected, found: `an output of shape [${outputShape}]` });
  }
  return outputShape[0];
}

function unsupported(layer: TfLayer): string | null {
  const { layer: wrapped, dataFormat } = layer as TfLayer & { layer?: TfLayer; dataFormat?: string };
  const kind = (wrapped ?? layer).getClassName();
  if (kind === 'Embedding') {
    return (layer as TfLayer & { maskZero?: boolean }).maskZero
      ? 'an embedding that masks zeros, which is not supported yet'
      : 'an embedding inside the network, whose input are indices without a gradient';
  }
  if (kind === 'Masking') return 'a mask, which is not supported yet';
  if (layer.stateful) return 'a state that is kept from call to call';
  if (dataFormat === 'channelsFirst') return 'the data format channels_first, which is not supported yet';
  return null;
}
