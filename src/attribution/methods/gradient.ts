import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import type { Request } from '../request.ts';

const request = { kind: 'gradient', rule: 'gradient' } as const satisfies Request;

/** dS/dx, signed (Simonyan et al. 2014, section 3). */
export const gradient = defineMethod({
  name: 'gradient',
  description: 'dS/dx (Simonyan et al. 2014)',
  settings: {},
  build: () => ({
    requests: () => [request],
    combine: ({ inputs, answer }) => shapedLike(inputs, answer(request).gradient.slice()),
  }),
});
