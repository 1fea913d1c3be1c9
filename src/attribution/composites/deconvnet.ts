import type { BackwardRule, Composite } from '../../engine/composite.ts';
import { cappedOperand } from './cap.ts';
import { positive } from './signal.ts';

const rectified: BackwardRule = (dy) => ({ x: () => positive(dy) });

/**
 * A signal passes a ReLU where it is positive, whatever the input was (Zeiler and Fergus 2014, section 2.1). A cap, as in
 * ReLU6, is ignored: tf.layers writes two more of them, `reLU({maxValue})`, which clips a ReLU's output to [0, max], and the
 * activation `relu6`, which takes its minimum with a scalar.
 */
export const deconvnet: Composite = {
  name: 'deconvnet',
  kernels: ['Relu', 'Relu6'],
  ruleFor(kernel, place) {
    if (kernel === 'Relu' || kernel === 'Relu6') return rectified;
    const capped = cappedOperand(kernel, place);
    return capped === null ? null : (dy) => ({ [capped]: () => dy });
  },
};
