import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import type { Batch } from '../method.ts';

/** Known-bad explanation: the input itself. */
export const inputControl = defineMethod({
  name: 'input',
  description: 'control: the input itself',
  control: true,
  multipliesByInput: true,
  settings: {},
  build: () => ({
    requests: () => [],
    explain: (_, { inputs }) => shapedLike(inputs, inputs.values.slice()),
  }),
});

/** Known-bad explanation: Sobel gradient magnitude of the input's channel sum. */
export const edgeDetector = defineMethod({
  name: 'edge-detector',
  description: 'control: Sobel edges of the input',
  control: true,
  unsigned: true,
  needsSpatial: true,
  settings: {},
  build: () => ({ requests: () => [], explain: (_, { inputs }) => sobel(inputs) }),
});

/** Known-bad explanation: the same value everywhere. Every comparison with it is undefined. */
export const constant = defineMethod({
  name: 'constant',
  description: 'control: the same value everywhere',
  control: true,
  unsigned: true,
  settings: {},
  build: () => ({
    requests: () => [],
    explain: (_, { inputs }) => shapedLike(inputs, new Float32Array(inputs.values.length).fill(1)),
  }),
});

/** Known-bad explanation: one noise map for all inputs and models. */
export const fixedNoise = defineMethod({
  name: 'fixed-noise',
  description: 'control: one noise map for all inputs and models',
  control: true,
  settings: {},
  build: () => ({
    requests: () => [],
    explain: (_, { inputs, noise }) => {
      const values = new Float32Array(inputs.values.length);
      const size = values.length / inputs.count;
      for (let i = 0; i < inputs.count; i++) noise.fillFixed(values.subarray(i * size, (i + 1) * size));
      return shapedLike(inputs, values);
    },
  }),
});

/** Known-bad explanation: new noise at every call. Nothing can be shown with a map that does not reproduce itself. */
export const freshNoise = defineMethod({
  name: 'fresh-noise',
  description: 'control: new noise at every call',
  control: true,
  stochastic: true,
  settings: {},
  build: () => ({
    requests: () => [],
    explain: (_, { inputs, noise }) => {
      const values = new Float32Array(inputs.values.length);
      noise.fillFresh(values);
      return shapedLike(inputs, values);
    },
  }),
});

function sobel({ values, shape, count }: Batch) {
  const [height, width, channels] = shape;
  const plane = height * width;
  const result = new Float32Array(count * plane);
  for (let n = 0; n < count; n++) {
    // Edge samples are repeated beyond the border.
    const at = (row: number, col: number): number => {
      const r = Math.min(height - 1, Math.max(0, row));
      const c = Math.min(width - 1, Math.max(0, col));
      let sum = 0;
      for (let k = 0; k < channels; k++) sum += values[((n * height + r) * width + c) * channels + k];
      return sum;
    };
    for (let r = 0; r < height; r++) {
      for (let c = 0; c < width; c++) {
        const across = (d: number) => at(r - 1, c + d) + 2 * at(r, c + d) + at(r + 1, c + d);
        const down = (d: number) => at(r + d, c - 1) + 2 * at(r + d, c) + at(r + d, c + 1);
        result[n * plane + r * width + c] = Math.hypot(across(1) - across(-1), down(1) - down(-1));
      }
    }
  }
  return { shape: [height, width], count, values: result };
}
