import { registerOp } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';

/** Operations that TensorFlow writes and the converter does not know, though they are easily said in others. */
export function supplyOperations(): void {
  // GELU, as Keras 3 traces it.
  registerOp('Erfc', ({ inputs: [x] }) => tf.sub(1, tf.erf(x)));
}
