import { classActivationMethod } from '../class-activation-method.ts';

/** ReLU(sum_k dS/dA_k * A_k), element by element: no average over positions is taken (Draelos and Carin 2020, eq. 5). */
export const hiresCam = classActivationMethod({
  name: 'hires-cam',
  description: 'activations times their gradients, summed over channels',
  source: 'Draelos and Carin 2020',
  weigh:
    ({ gradient }) =>
    (element) =>
      gradient[element],
});
