import type { Model, Site } from '../model/model.ts';
import { MisfitError } from './misfit.ts';

/** What leaves a vector of channels as it is, whatever a format calls it. */
const PASSING = /^(Dropout|Flatten|Reshape|Activation|Softmax|Identity|Squeeze|Biasadd|BiasAdd|Add|AddV2)$/;
/** What averages, over all positions where its output has no more numbers than channels. */
const AVERAGES = /^((Global)?AveragePool(ing2D)?|AvgPool|(Reduce)?Mean)$/;
/** A convolution of what has one pixel is a dense layer. */
const DENSE = /^(Dense|MatMul|_FusedMatMul|Gemm|Conv2D|_FusedConv2D|Conv)$/;

/**
 * The site that is averaged over all positions, those of a map or of the tokens of a plane, before the one dense layer that gives the
 * logits. Throws MisfitError where there is none.
 */
export function pooledSite({ sites }: Pick<Model, 'sites'>): Site {
  const at = sites.findLastIndex(({ kind }) => AVERAGES.test(kind));
  const behind = at < 0 ? [] : sites.slice(at + 1).filter(({ kind }) => !PASSING.test(kind));
  const linear = behind.length === 1 && DENSE.test(behind[0].kind);
  const read = sites.slice(0, Math.max(0, at)).findLast(({ kind }) => kind !== 'Transpose');
  if (linear && read && hasPlaces(read) && valuesOf(sites[at]) === read.shape.at(-1)) return read;
  const shape = linear && read ? `, on what is [${read.shape.join(', ')}]` : '';
  throw new MisfitError({
    thing: 'cam',
    expected: 'a network that ends with global average pooling and one dense layer',
    found: `it ends with ${sites
      .slice(-3)
      .map(({ name, kind }) => `${name} (${kind})`)
      .join(', ')}${shape}`,
  });
}

/** Whether a site has several positions on the input, and nothing else. */
function hasPlaces({ shape, plane }: Site): boolean {
  if (shape.length === 3) return shape[0] * shape[1] > 1;
  return plane !== undefined && plane.before === 0 && plane.rows * plane.columns === shape[0];
}

const valuesOf = ({ shape }: Site): number => shape.reduce((product, extent) => product * extent, 1);
