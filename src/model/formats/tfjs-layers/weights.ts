import type * as layers from '@tensorflow/tfjs-layers';
import { InputError } from '../../../errors.ts';
import type { InitializerConfig, Layer, WeightRole, WeightSpec } from '../../model.ts';
import type { TfLayer } from './tf-layers.ts';
import type { LayerCall } from './unroll.ts';

/** The tfjs layers that have weights, each once, that which is called nearest to the output first. */
export function weightedLayers(list: readonly LayerCall[]): TfLayer[] {
  const fromOutput = new Set(list.toReversed().map((call) => call.layer));
  return [...fromOutput].filter((layer) => layer.weights.length > 0);
}

/** The units of randomization. Throws InputError where names are not unique, since weights are kept by name. */
export function describeLayers(
  tfLayers: readonly TfLayer[],
  followed: ReadonlyMap<string, string>,
  source: string,
): Layer[] {
  const variables = tfLayers.flatMap((layer) => layer.weights);
  requireUnique(
    tfLayers.map((layer) => layer.name),
    'layer',
    source,
  );
  requireUnique(
    variables.map((variable) => variable.originalName),
    'weight',
    source,
  );
  return tfLayers.map((layer) => ({
    name: layer.name,
    kind: layer.getClassName(),
    weights: layer.weights.map((variable) => variable.originalName),
    parameters: layer.weights.reduce((sum, variable) => sum + size(variable), 0),
    ...(followed.has(layer.name) && { follows: followed.get(layer.name) }),
  }));
}

/** What is known of every weight of a layer, in the layer's order. */
export function describeWeights(layer: TfLayer): WeightSpec[] {
  const config = innermost(layer).getConfig();
  return layer.weights.map((variable) => {
    const part = variable.originalName.slice(variable.originalName.lastIndexOf('/') + 1);
    return {
      name: variable.originalName,
      shape: variable.shape as number[],
      role: Object.hasOwn(ROLES, part) ? ROLES[part] : 'other',
      initializer: config[initializerKey(part)] as unknown as InitializerConfig | undefined,
    };
  });
}

export function size(variable: layers.LayerVariable): number {
  return (variable.shape as number[]).reduce((product, extent) => product * extent, 1);
}

const ROLES: Readonly<Record<string, WeightRole>> = {
  kernel: 'kernel',
  pointwise_kernel: 'kernel',
  recurrent_kernel: 'kernel',
  depthwise_kernel: 'depthwise-kernel',
  bias: 'bias',
  gamma: 'scale',
  beta: 'offset',
  moving_mean: 'moving-mean',
  moving_variance: 'moving-variance',
};

/** `moving_mean` -> `movingMeanInitializer`; the parts of a kernel drop their last word: `depthwiseInitializer`. */
function initializerKey(part: string): string {
  const words = part.replace(/_kernel$/, '').split('_');
  const camel = words.map((word, index) => (index ? word.charAt(0).toUpperCase() + word.slice(1) : word));
  return `${camel.join('')}Initializer`;
}

/** The layer inside a wrapper, which is the one that is configured with initializers. */
function innermost(layer: TfLayer): TfLayer {
  const { layer: wrapped, forwardLayer } = layer as TfLayer & { layer?: TfLayer; forwardLayer?: TfLayer };
  return wrapped ?? forwardLayer ?? layer;
}

function requireUnique(names: readonly string[], thing: string, source: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      const found = `several ${thing}s named ${name}`;
      const hint = 'Layers of nested models need names of their own.';
      throw new InputError({ thing: source, expected: `${thing} names that are unique`, found, hint });
    }
    seen.add(name);
  }
}
