import type { Model, Site } from '../model/model.ts';
import { MisfitError } from './misfit.ts';

/** What leaves a vector of channels as it is, whatever a format calls it. */
const PASSING = /^(Dropout|Flatten|Reshape|Activation|Softmax|Identity|Squeeze|Biasadd|BiasAdd|Add|AddV2)$/;
const POOLS = /^(GlobalAveragePooling2D|GlobalAveragePool|Mean)$/;
/** A convolution of what has one pixel is a dense layer. */
const DENSE = /^(Dense|MatMul|_FusedMatMul|Gemm|Conv2D|_FusedConv2D|Conv)$/;

/** The site that is averaged over all positions before the one dense layer that gives the logits. Throws where there is none. */
export function pooledSite(model: Pick<Model, 'sites'>): Site {
  const at = model.sites.findLastIndex(({ kind }) => POOLS.test(kind));
  const behind = at < 0 ? [] : model.sites.slice(at + 1).filter(({ kind }) => !PASSING.test(kind));
  const read = at > 0 ? model.sites[at - 1] : undefined;
  const linear = behind.length === 1 && DENSE.test(behind[0].kind);
  if (read?.shape.length === 3 && read.shape[0] * read.shape[1] > 1 && linear) return read;
  throw new MisfitError({
    thing: 'cam',
    expected: 'a network that ends with global average pooling and one dense layer',
    found: `it ends with ${model.sites
      .slice(-3)
      .map(({ name, kind }) => `${name} (${kind})`)
      .join(', ')}`,
  });
}
