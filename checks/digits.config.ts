import { defineConfig } from '../src/config/config.ts';

// The digits network of the demo with the verdicts that it has: an example of `expected`, and a check of the checks.
export default defineConfig({
  model: '../fixtures/digits/cnn',
  inputs: '../fixtures/digits/test',
  methods: [
    'gradient',
    'smoothgrad',
    'input-x-gradient',
    'guided-backprop',
    'grad-cam',
    { name: 'integrated-gradients', steps: 20 },
  ],
  expected: {
    'input-x-gradient': {
      status: 'failed',
      reason: 'the black background stays zero whatever the weights are',
    },
    'integrated-gradients': { status: 'failed', reason: 'multiplies by the input, as input-x-gradient does' },
    'guided-backprop': {
      status: 'failed',
      reason: 'restores the input rather than explaining the class (Nie et al. 2018)',
    },
  },
});
