import { classActivationMethod } from '../class-activation-method.ts';

/**
 * ReLU(sum_k w_k A_k) with w_k = sum_ij alpha_ij ReLU(g_ij), alpha = g^2 / (2 g^2 + (sum_ij A_k) g^3), 0 where g = 0, g = dS/dA:
 * the derivatives of exp(S) but for that factor (Chattopadhay et al. 2018, eq. 19 and 20). Nothing is normalised or added.
 */
export const gradCamPlusPlus = classActivationMethod({
  name: 'grad-cam++',
  description: 'class activation weighted by positive gradients and their higher derivatives',
  source: 'Chattopadhay et al. 2018',
  weigh: ({ activation, gradient, pixels, channels }) => {
    const sums = new Float64Array(channels);
    for (let i = 0; i < pixels * channels; i++) sums[i % channels] += activation[i];
    const weights = new Float64Array(channels);
    for (let i = 0; i < pixels * channels; i++) {
      const g = gradient[i];
      // alpha of a positive g, less the g^2 that stands above and below.
      if (g > 0) weights[i % channels] += g / (2 + sums[i % channels] * g);
    }
    return (_, channel) => weights[channel];
  },
});
