import { meanGradient } from '../class-activation.ts';
import { classActivationMethod } from '../class-activation-method.ts';

/**
 * Gradient-weighted class activation (Selvaraju et al. 2017, eq. 1 and 2), enlarged bilinearly to [H, W] of the input.
 * An all-zero map is legal: every weighted activation was negative.
 */
export const gradCam = classActivationMethod({
  name: 'grad-cam',
  description: 'ReLU of gradient-weighted activations, enlarged',
  source: 'Selvaraju et al. 2017',
  weigh: meanGradient,
});
