import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import type { Request } from '../request.ts';

export const guidedGradient = { kind: 'gradient', rule: 'guided' } as const satisfies Request;

/** Gradient that passes a ReLU only where its derivative and the incoming signal are positive (Springenberg et al. 2015). */
export const guidedBackprop = defineMethod({
  name: 'guided-backprop',
  description: 'gradient with guided ReLU units (Springenberg et al. 2015)',
  needsRelu: true,
  twin: { method: 'gradient', adds: 'the guided rule' },
  settings: {},
  build: () => ({
    requests: () => [guidedGradient],
    combine: ({ inputs, answer }) => shapedLike(inputs, answer(guidedGradient).gradient.slice()),
  }),
});
