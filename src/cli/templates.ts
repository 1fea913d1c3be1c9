/** The text of a new configuration file. */
export function configFile(model: string, inputs: string): string {
  return `import { defineConfig } from 'saliency-sanity';

// Paths are relative to this file. The type of the argument lists every option.
export default defineConfig({
  // An ONNX file, or a TensorFlow.js layers or graph model: model.json, or the folder that holds it.
  model: ${quoted(model)},
  // A folder of PNG, JPEG or WebP images (a sub-folder per class gives labels), or an .npy file.
  inputs: ${quoted(inputs)},
  // How pixels become inputs: unit (x / 255), tf ([-1, 1]), imagenet, raw, or a function. It must be what the model
  // was trained with.
  preprocess: 'unit',

  // The methods that you show to people: names, \`paper\` for those of Adebayo et al. 2018, \`all\` for every one
  // (npx saliency-sanity methods lists them), or { name, explain } with a function of your own.
  methods: ['gradient', 'smoothgrad', 'integrated-gradients', 'grad-cam'],

  // More inputs and draws decide closer cases and take longer.
  limit: 32,
  draws: 5,
  seed: 0,

  // Report and figures of \`npx saliency-sanity run\`.
  out: 'reports/saliency',

  // The vitest suite is red when a verdict is not the expected one, in either direction. Expected is \`passed\` where
  // nothing is said; record here what you know and accept, and why:
  // expected: { 'guided-backprop': { status: 'failed', reason: 'known, not shown to users' } },

  // Later runs are compared with the one that \`npx saliency-sanity baseline update\` kept:
  // baseline: 'saliency-baseline.json',
});
`;
}

/** The text as a literal in single quotes, as the rest of the file has them. */
function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

/** The text of a new check file for vitest. */
export function checkFile(): string {
  return `import { describeSanityChecks } from 'saliency-sanity/vitest';

// One test per method and check of the configuration. The model is explained once, before the first of them.
describeSanityChecks('saliency-sanity.config.ts');
`;
}

/** The text of a configuration of vitest for the checks alone. */
export function vitestFile(): string {
  return `import { defineConfig } from 'vitest/config';

// Apart from unit tests: a run explains every input hundreds of times.
export default defineConfig({
  test: {
    include: ['checks/**/*.test.ts'],
    reporters: ['default', 'saliency-sanity/reporter'],
  },
});
`;
}
