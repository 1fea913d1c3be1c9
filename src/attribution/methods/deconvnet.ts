import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import type { Request } from '../request.ts';

const request = { kind: 'gradient', rule: 'deconvnet' } as const satisfies Request;

/** Gradient that passes a ReLU where the incoming signal is positive, whatever its input was (Zeiler and Fergus 2014). */
export const deconvnet = defineMethod({
  name: 'deconvnet',
  description: 'gradient with deconvolution ReLU units (Zeiler and Fergus 2014)',
  needsRelu: true,
  twin: { method: 'gradient', adds: 'the deconvolution rule' },
  settings: {},
  build: () => ({
    requests: () => [request],
    combine: ({ inputs, answer }) => shapedLike(inputs, answer(request).gradient.slice()),
  }),
});
