import type { Weights } from '../../model.ts';
import type { EmbeddingTable } from '../../tokens.ts';
import type { TfLayer } from './tf-layers.ts';
import type { LayerCall, LayerCalls } from './unroll.ts';

const INPUT = 0;

/** The calls of a network whose input is the output of the embedding that it began with, if it began with one. */
export interface AfterEmbedding {
  readonly calls: LayerCalls;
  readonly embedding: LayerCall | null;
}

type Embedding = TfLayer & { readonly maskZero?: boolean };

/**
 * Indices have no gradient, so a network that reads its input through an embedding alone is explained at the
 * embedding's output. One that masks zeros stays as it is: the mask is made from the indices.
 */
export function afterEmbedding(calls: LayerCalls): AfterEmbedding {
  const readers = calls.list.filter(({ inputs }) => inputs.includes(INPUT));
  const [first] = readers;
  const alone = readers.length === 1 && first.layer.getClassName() === 'Embedding';
  if (!alone || (first.layer as Embedding).maskZero) return { calls, embedding: null };
  const list = calls.list
    .filter((call) => call !== first)
    .map((call) => ({
      ...call,
      inputs: call.inputs.map((slot) => (slot === first.outputs[0] ? INPUT : slot)),
    }));
  return { calls: { ...calls, list }, embedding: first };
}

/** The table of an embedding. */
export function tableOf({ layer }: LayerCall, trained: Weights): EmbeddingTable {
  const [variable] = layer.weights;
  const values = trained.get(variable.originalName)!;
  return { name: layer.name, shape: variable.shape as number[], values };
}

const PASSING = new Set([
  ...['Rescaling', 'Activation', 'BatchNormalization'],
  ...['Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'],
]);
const REARRANGING = new Set(['Flatten', 'Reshape', 'Permute']);

/**
 * Whether an input of two axes is a list of steps with features. It is a picture without channels where all that reads
 * it first brings it into another shape.
 */
export function readsSteps({ list }: LayerCalls, inputShape: readonly number[]): boolean {
  if (inputShape.length !== 2) return false;
  const same = new Set([INPUT]);
  return list.some(({ layer, inputs, outputs }) => {
    if (!inputs.some((slot) => same.has(slot))) return false;
    const kind = layer.getClassName();
    if (PASSING.has(kind)) same.add(outputs[0]);
    return !PASSING.has(kind) && !REARRANGING.has(kind);
  });
}
