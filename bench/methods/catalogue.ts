import { generateDigits } from '../../fixtures/digits/generate.ts';
import { generateShapes } from '../../fixtures/shapes/generate.ts';
import type { Config } from '../../src/config/config.ts';

/** A network of the page of methods. */
export interface Entry {
  /** What it is, in words. */
  readonly words: string;
  readonly model: string;
  readonly inputs: string;
  /** Rows of an input, as many as columns. */
  readonly side: number;
  /** What it learns by heart on random labels, drawn when it is needed; null where its format cannot be trained. */
  readonly training: (() => NonNullable<Config['training']>) | null;
}

const DIGITS = { inputs: 'fixtures/digits/test', side: 28 };
/** Few enough to learn by heart, and unrelated to every other set. */
const LEARNT = { digits: { seed: 1905, count: 1000 }, shapes: { seed: 1906, count: 300 } };

const arrays = ({ images, labels }: { images: Float32Array; labels: Int32Array }) => ({
  values: images,
  labels,
});

/** Every network of the page, by name. */
export const ENTRIES: Readonly<Record<string, Entry>> = {
  digits: {
    ...{ words: 'digits, plain CNN (TensorFlow.js layers)', model: 'fixtures/digits/cnn', ...DIGITS },
    training: () => ({ data: arrays(generateDigits(LEARNT.digits)), epochs: 60, batch: 50, rate: 0.001 }),
  },
  shapes: {
    ...{ words: 'shapes, residual CNN (TensorFlow.js layers)', model: 'fixtures/shapes/network' },
    ...{ inputs: 'fixtures/shapes/test', side: 64 },
    training: () => ({ data: arrays(generateShapes(LEARNT.shapes)), epochs: 60, batch: 20, rate: 0.003 }),
  },
  transformer: {
    ...{ words: 'digits, transformer (PyTorch, an ONNX file)', ...DIGITS },
    ...{ model: 'fixtures/digits/transformer/model.onnx', training: null },
  },
};
