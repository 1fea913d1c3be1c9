import { scopeOf } from '../../network/names.ts';
import type { Naming } from '../../network/read-network.ts';

/** What a constant's name ends in beside the name of the constant itself. */
const READ = /(?:\/(?:ReadVariableOp|read|resource|Enter|merged_input)(?:_\d+)?)+$/;

/** What Grappler and Keras 3 put between the name of a normalisation and those of its constants. */
const NORMALISATION = /\/(?:FusedBatchNorm(?:V[23])?|batchnorm)$/;

/** How TensorFlow, Keras and Grappler name operations and constants. */
export const NAMING: Naming = {
  layerOf: ([first], node) => {
    const name = first.replace(READ, '');
    // A batch normalisation reads its scale in the layer's own scope: `bn/ReadVariableOp` for `bn/FusedBatchNormV3`.
    return node.startsWith(`${name}/`) ? name : scopeOf(name).replace(NORMALISATION, '');
  },
  // `conv/Conv2D_bn_offset`, `batch_normalization/batchnorm/sub`, `bn1/sub`.
  foldedOffset: /batch_?norm|(?:^|[/_])bn/i,
};
