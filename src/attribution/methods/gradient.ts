import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { gradient as gradientAt } from '../requests/gradient.ts';

const request = gradientAt();

/** dS/dx, signed (Simonyan et al. 2014, section 3). */
export const gradient = defineMethod({
  name: 'gradient',
  description: 'dS/dx (Simonyan et al. 2014)',
  derivative: true,
  settings: {},
  build: () => ({
    requests: () => [request],
    explain: async (ask, { inputs }) => shapedLike(inputs, (await ask(request)).gradient.slice()),
  }),
});
