import type { Weights } from '../../model.ts';
import type { EmbeddingTable } from '../../tokens.ts';
import type { TfLayer } from './tf-layers.ts';
import type { Program, Step } from './unroll.ts';

const INPUT = 0;

/** A program whose input is the output of the embedding that it began with, if it began with one. */
export interface AfterEmbedding {
  readonly program: Program;
  readonly embedding: Step | null;
}

type Embedding = TfLayer & { readonly maskZero?: boolean };

/**
 * Indices have no gradient, so a network that reads its input through an embedding alone is explained at the
 * embedding's output. One that masks zeros stays as it is: the mask is made from the indices.
 */
export function afterEmbedding(program: Program): AfterEmbedding {
  const readers = program.steps.filter(({ inputs }) => inputs.includes(INPUT));
  const [first] = readers;
  const alone = readers.length === 1 && first.layer.getClassName() === 'Embedding';
  if (!alone || (first.layer as Embedding).maskZero) return { program, embedding: null };
  const steps = program.steps
    .filter((step) => step !== first)
    .map((step) => ({
      ...step,
      inputs: step.inputs.map((slot) => (slot === first.outputs[0] ? INPUT : slot)),
    }));
  return { program: { ...program, steps }, embedding: first };
}

/** The table of an embedding. */
export function tableOf({ layer }: Step, trained: Weights): EmbeddingTable {
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
export function readsSteps({ steps }: Program, inputShape: readonly number[]): boolean {
  if (inputShape.length !== 2) return false;
  const same = new Set([INPUT]);
  return steps.some(({ layer, inputs, outputs }) => {
    if (!inputs.some((slot) => same.has(slot))) return false;
    const kind = layer.getClassName();
    if (PASSING.has(kind)) same.add(outputs[0]);
    return !PASSING.has(kind) && !REARRANGING.has(kind);
  });
}
