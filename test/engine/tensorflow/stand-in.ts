// A backend that stands in for TensorFlow's library: the kernels of plain JavaScript, with the fault that FAULT names.
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

const { FAULT, TF_ENABLE_ONEDNN_OPTS } = process.env;
const onednn = TF_ENABLE_ONEDNN_OPTS !== '0';

process.stderr.write('I0000 port.cc:153] a message of the library\n');
if (FAULT === 'throws') throw new Error('libtensorflow.so.2: cannot open shared object file');
if (FAULT === 'dies' || (FAULT === 'dies-with-onednn' && onednn)) process.abort();

const wrong = FAULT === 'always';

tf.registerBackend('tensorflow', () => new MathBackendCPU());
for (const kernel of tf.getKernelsForBackend('cpu')) {
  const kernelFunc: tf.KernelFunc = (params) => {
    const result = kernel.kernelFunc(params);
    if (!Array.isArray(result) && result.dtype === 'float32') {
      const backend = params.backend as MathBackendCPU;
      const values = backend.data.get(result.dataId).values as Float32Array;
      if (wrong && kernel.kernelName === 'FusedBatchNorm') values[1] *= 1.5;
      if (FAULT === 'no-numbers' && kernel.kernelName === 'MaxPool') values[0] = Number.NaN;
    }
    return result;
  };
  tf.registerKernel({ ...kernel, backendName: 'tensorflow', kernelFunc });
}
