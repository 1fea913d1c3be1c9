import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { type Preprocess, preprocessor } from '../../src/inputs/preprocess.ts';

const pixels = Float32Array.of(0, 51, 255);

describe('preprocessor', () => {
  it.each([
    ['unit', [0, 0.2, 1]],
    ['tf', [-1, -0.6, 1]],
    ['imagenet', [(0 - 0.485) / 0.229, (0.2 - 0.456) / 0.224, (1 - 0.406) / 0.225]],
    ['raw', [0, 51, 255]],
  ] as const)('%s', (name, expected) => {
    const result = preprocessor(name, [1, 1, 3])(pixels);
    expected.forEach((value, i) => {
      expect(result[i]).toBeCloseTo(value, 6);
    });
  });

  it('gives values of its own', () => {
    expect(preprocessor('raw', [3])(pixels)).not.toBe(pixels);
  });

  it('scales every pixel of an image by its channel', () => {
    const image = Float32Array.of(255, 0, 0, 0, 255, 0);
    const result = preprocessor('imagenet', [1, 2, 3])(image);
    expect(result[0]).toBeCloseTo((1 - 0.485) / 0.229, 5);
    expect(result[3]).toBeCloseTo((0 - 0.485) / 0.229, 5);
    expect(result[4]).toBeCloseTo((1 - 0.456) / 0.224, 5);
  });

  it('reverses the channels last, so that each colour has its own mean and SD', () => {
    const image = Float32Array.of(255, 0, 51, 0, 102, 255);
    for (const name of ['unit', 'imagenet', 'raw'] as const) {
      const [r, g, b, ...next] = preprocessor(name, [1, 2, 3])(image);
      expect([...preprocessor(name, [1, 2, 3], 'bgr')(image)]).toEqual([b, g, r, ...next.reverse()]);
    }
  });

  it('calls a function with the pixels and the shape', () => {
    const shift: Preprocess = (x, shape) => x.map((value) => value + shape[2]);
    expect(preprocessor(shift, [1, 1, 3])(pixels)).toEqual(Float32Array.of(3, 54, 258));
  });

  it('refuses what it cannot do', () => {
    const messages = [
      () => preprocessor('vgg' as Preprocess, [3]),
      () => preprocessor('constructor' as Preprocess, [3]),
      () => preprocessor('unit', [2, 2, 1], 'bgr'),
      () => preprocessor('imagenet', [1, 3, 1]),
      () => preprocessor(() => new Float32Array(2), [3])(pixels),
      () =>
        preprocessor(() => {
          throw new Error('no such table');
        }, [3])(pixels),
      () => preprocessor((() => undefined) as unknown as Preprocess, [3])(pixels),
    ].map((call) => {
      try {
        call();
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        return (error as Error).message.replace(/\.ts:\d+/, '.ts:LINE');
      }
      return 'no error';
    });
    expect(messages).toMatchInlineSnapshot(`
      [
        "preprocess: expected unit, tf, imagenet, raw, MEAN/SD or a function, found "vgg".",
        "preprocess: expected unit, tf, imagenet, raw, MEAN/SD or a function, found "constructor".",
        "channels "bgr": expected a model input of three channels [H, W, 3], found [2, 2, 1].",
        "preprocess "imagenet": expected a model input of three channels [H, W, 3], found [1, 3, 1].",
        "preprocess function: expected a Float32Array of 3 values, found one of 2 values.",
        "preprocess function: expected a Float32Array of 3 values, found an error (no such table), at test/inputs/preprocess.test.ts:LINE.",
        "preprocess function: expected a Float32Array of 3 values, found a value of type undefined.",
      ]
    `);
  });
});
