import { classActivationMethod } from '../class-activation-method.ts';

/** ReLU(sum_k ReLU(dS/dA_k) * A_k), element by element (Jiang et al. 2021, eq. 5 and 6). */
export const layerCam = classActivationMethod({
  name: 'layer-cam',
  description: 'activations times their positive gradients, summed over channels',
  source: 'Jiang et al. 2021',
  weigh:
    ({ gradient }) =>
    (element) =>
      Math.max(0, gradient[element]),
});
