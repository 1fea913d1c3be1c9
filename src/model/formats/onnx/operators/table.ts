import { groupBy } from '../../../network/grouping.ts';
import { activations } from './activations.ts';
import { arithmetic } from './arithmetic.ts';
import { clips } from './clip.ts';
import { convolutions } from './convolution.ts';
import { transposedConvolutions } from './convolution-transpose.ts';
import { einsums } from './einsum.ts';
import { functions } from './functions.ts';
import { gatherings } from './gathering.ts';
import { joinings } from './joining.ts';
import { learning } from './learning.ts';
import { logic } from './logic.ts';
import { normalisations } from './normalisation.ts';
import type { OnnxOperator } from './operator.ts';
import { paddings } from './padding.ts';
import { passing } from './passing.ts';
import { poolings } from './pooling.ts';
import { products } from './products.ts';
import { quantisations } from './quantisation.ts';
import { rearrangings } from './rearranging.ts';
import { recurrences } from './recurrences.ts';
import { reductions } from './reduction.ts';
import { reshapings } from './reshaping.ts';
import { resizings } from './resizing.ts';
import { responseNormalisations } from './response-norm.ts';
import { scatterings } from './scattering.ts';
import { selections } from './selection.ts';
import { shapes } from './shapes.ts';
import { slices } from './slicing.ts';
import { softmaxes } from './softmax.ts';

/** Every operator, one entry for each of its meanings. */
export const OPERATORS: readonly OnnxOperator[] = [
  ...activations,
  ...arithmetic,
  ...clips,
  ...convolutions,
  ...transposedConvolutions,
  ...einsums,
  ...functions,
  ...gatherings,
  ...joinings,
  ...learning,
  ...logic,
  ...normalisations,
  ...paddings,
  ...passing,
  ...poolings,
  ...products,
  ...quantisations,
  ...rearrangings,
  ...recurrences,
  ...reductions,
  ...reshapings,
  ...resizings,
  ...responseNormalisations,
  ...scatterings,
  ...selections,
  ...shapes,
  ...slices,
  ...softmaxes,
];

const MEANINGS = groupBy(OPERATORS, ({ domain, name }) => `${domain} ${name}`);

/** The meaning of an operator in an operator set of its domain; null where there is none. `ai.onnx` is the empty domain. */
export function operatorFor(domain: string, name: string, set: number): OnnxOperator | null {
  const meanings = MEANINGS.get(`${domain === 'ai.onnx' ? '' : domain} ${name}`) ?? [];
  return meanings.find(({ sets: [first, last] }) => set >= first && set <= last) ?? null;
}
