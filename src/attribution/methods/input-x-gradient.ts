import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import type { Request } from '../request.ts';

const request = { kind: 'gradient', rule: 'gradient' } as const satisfies Request;

/** x * dS/dx (Shrikumar et al. 2016). */
export const inputXGradient = defineMethod({
  name: 'input-x-gradient',
  description: 'x * dS/dx (Shrikumar et al. 2016)',
  multipliesByInput: true,
  twin: { method: 'gradient', adds: 'the input as a factor' },
  settings: {},
  build: () => ({
    requests: () => [request],
    combine: ({ inputs, answer }) =>
      shapedLike(
        inputs,
        answer(request).gradient.map((g, i) => g * inputs.values[i]),
      ),
  }),
});
