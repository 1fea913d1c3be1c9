import { InputError } from '../errors.ts';
import type { Tokens, Weights } from './model.ts';
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

/** How indices of the given shape become the inputs of the network behind the embedding. */
export function tokensOf({ layer }: Step, shape: readonly number[], trained: Weights): Tokens {
  const [variable] = layer.weights;
  const [vocabulary, width] = variable.shape as number[];
  const table = trained.get(variable.originalName)!;
  return {
    shape,
    vocabulary,
    embed(indices) {
      const result = new Float32Array(indices.length * width);
      const length = shape.reduce((product, extent) => product * extent, 1);
      for (const [i, index] of indices.entries()) {
        if (!Number.isInteger(index) || index < 0 || index >= vocabulary) {
          throw new InputError({
            thing: `value ${i % length} of input ${Math.floor(i / length)}`,
            expected: `an index of ${layer.name}, a whole number from 0 to ${vocabulary - 1}`,
            found: String(index),
          });
        }
        result.set(table.subarray(index * width, (index + 1) * width), i * width);
      }
      return result;
    },
  };
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
