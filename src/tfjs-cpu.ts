import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

// Without it tfjs prints an advertisement of tfjs-node on standard error at the first tensor.
tf.enableProdMode();
