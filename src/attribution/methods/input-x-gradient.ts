import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { gradient } from '../requests/gradient.ts';

const request = gradient();

/** x * dS/dx (Shrikumar et al. 2016). */
export const inputXGradient = defineMethod({
  name: 'input-x-gradient',
  description: 'x * dS/dx (Shrikumar et al. 2016)',
  multipliesByInput: true,
  twin: { method: 'gradient', adds: 'the input as a factor' },
  ranks: 'signed',
  settings: {},
  build: () => ({
    requests: () => [request],
    explain: async (ask, { inputs }) => {
      const { gradient: slope } = await ask(request);
      return shapedLike(
        inputs,
        slope.map((g, i) => g * inputs.values[i]),
      );
    },
  }),
});
