import type { Naming } from '../../network/read-network.ts';

/** How TensorFlow, Keras and Grappler name operations and constants. */
export const NAMING: Naming = {
  read: /(?:\/(?:ReadVariableOp|read|resource|Enter|merged_input)(?:_\d+)?)+$/,
  // Grappler and Keras 3 put these between the two names.
  normalisation: /\/(?:FusedBatchNorm(?:V[23])?|batchnorm)$/,
  // `conv/Conv2D_bn_offset`, `batch_normalization/batchnorm/sub`, `bn1/sub`.
  foldedOffset: /batch_?norm|(?:^|[/_])bn/i,
};
