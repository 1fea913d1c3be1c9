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
    // Multiply by the input, whose black background stays whatever the weights are: abs Spearman.
    'input-x-gradient': 'failed',
    'integrated-gradients': 'failed',
    // Restores the input rather than explaining the class (Nie et al. 2018).
    'guided-backprop': 'failed',
  },
});
