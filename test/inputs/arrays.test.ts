import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { type ArrayInputs, inputsFromArrays } from '../../src/inputs/arrays.ts';

const model = { inputShape: [1, 2, 1], classes: 3 };

function fault(arrays: Partial<ArrayInputs> & { values: ArrayInputs['values'] }): string {
  try {
    inputsFromArrays({ ...model, ...arrays });
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return 'no error';
}

describe('inputsFromArrays', () => {
  it('preprocesses bytes as pixels', () => {
    const inputs = inputsFromArrays({ ...model, values: Uint8Array.of(0, 255, 51, 102), preprocess: 'unit' });
    expect(inputs.values).toEqual(Float32Array.of(0, 1, 0.2, 0.4));
    expect(inputs.ids).toEqual(['inputs[0]', 'inputs[1]']);
    expect(inputs.labels).toEqual([null, null]);
    expect(inputs.notices).toEqual([]);
  });

  it('takes floats as they are, and says so', () => {
    const values = Float32Array.of(0, 255, -3, 4);
    const inputs = inputsFromArrays({ ...model, values, preprocess: 'tf' });
    expect(inputs.values).toEqual(values);
    expect(inputs.notices).toMatchInlineSnapshot(`
      [
        "inputs holds no 8-bit pixels: taken as it is, "tf" preprocessing does not apply",
      ]
    `);
    expect(inputsFromArrays({ ...model, values, preprocess: 'raw' }).notices).toEqual([]);
  });

  it('calls a function for floats too', () => {
    const values = Float32Array.of(1, 2, 3, 4);
    const inputs = inputsFromArrays({ ...model, values, preprocess: (x) => x.map((v) => 10 * v) });
    expect(inputs.values).toEqual(Float32Array.of(10, 20, 30, 40));
  });

  it('gives the SHA-256 of the float32 values that the model sees', () => {
    const inputs = inputsFromArrays({ ...model, values: Float32Array.of(1, 2) });
    const bytes = new Uint8Array(Float32Array.of(1, 2).buffer);
    expect(inputs.sha256).toEqual([createHash('sha256').update(bytes).digest('hex')]);
  });

  it('adds a missing channel axis', () => {
    const inputs = inputsFromArrays({ ...model, values: new Float32Array(6).fill(1), shape: [3, 1, 2] });
    expect(inputs.shape).toEqual([1, 2, 1]);
    expect(inputs.ids).toHaveLength(3);
  });

  it('chooses evenly over the labels and keeps ids, labels and values together', () => {
    const values = Float32Array.of(0, 0, 1, 1, 2, 2, 3, 3);
    const inputs = inputsFromArrays({ ...model, values, labels: [0, 0, 2, 2], limit: 3 });
    expect(inputs.labels).toEqual([0, 2, 0]);
    expect(inputs.ids).toEqual(['inputs[0]', 'inputs[2]', 'inputs[1]']);
    expect(inputs.values).toEqual(Float32Array.of(0, 0, 2, 2, 1, 1));
    expect(inputs.notices).toContain('3 of 4 inputs are used');
  });

  it('tells of equal inputs', () => {
    const values = Float32Array.of(1, 2, 3, 4, 1, 2);
    expect(inputsFromArrays({ ...model, values, preprocess: 'raw' }).notices).toMatchInlineSnapshot(`
      [
        "inputs of equal content, each counted as an input of its own: inputs[2] = inputs[0]",
      ]
    `);
  });

  it('gives a black input after the same preprocessing', () => {
    const bytes = Uint8Array.of(7, 9);
    expect(inputsFromArrays({ ...model, values: bytes, preprocess: 'tf' }).black).toEqual(
      Float32Array.of(-1, -1),
    );
    const floats = Float32Array.of(7, 9);
    expect(inputsFromArrays({ ...model, values: floats, preprocess: 'tf' }).black).toEqual(
      Float32Array.of(0, 0),
    );
  });

  it('gives zeros for black, and says so, where preprocessing cannot take it', () => {
    const inputs = inputsFromArrays({
      ...model,
      values: Uint8Array.of(7, 9),
      preprocess: (x) => x.map((v) => v / Math.max(...x)),
    });
    expect(inputs.black).toEqual(Float32Array.of(0, 0));
    expect(inputs.notices).toMatchInlineSnapshot(`
      [
        "preprocessing gives no finite values for a black input: zeros are the baseline of path methods",
      ]
    `);
  });

  it('asks nothing of a preprocessing that does not apply', () => {
    const inputs = inputsFromArrays({ ...model, values: Float32Array.of(1, 2), preprocess: 'imagenet' });
    expect(inputs.values).toEqual(Float32Array.of(1, 2));
  });

  it('leaves the given array alone', () => {
    const values = Uint8Array.of(1, 2);
    inputsFromArrays({ ...model, values });
    expect(values).toEqual(Uint8Array.of(1, 2));
  });

  it('refuses what does not fit', () => {
    const six = new Float32Array(6);
    expect({
      'odd count': fault({ values: new Float32Array(3) }),
      nothing: fault({ values: new Float32Array(0) }),
      'no rows': fault({ values: new Float32Array(0), shape: [0, 1, 2, 1] }),
      'other shape': fault({ values: six, shape: [2, 3] }),
      'no batch axis': fault({ values: new Float32Array(2), shape: [1, 2, 1] }),
      'channels first': fault({ values: new Float32Array(12), shape: [1, 3, 2, 2], inputShape: [2, 2, 3] }),
      'shape without values': fault({ values: six, shape: [4, 1, 2, 1] }),
      'fewer labels': fault({ values: six, labels: [0, 1] }),
      'more labels': fault({ values: six, labels: [0, 1, 2, 0] }),
      'ids missing': fault({ values: six, ids: ['a'] }),
      'label too large': fault({ values: six, labels: [0, 3, 1] }),
      'label negative': fault({ values: six, labels: [0, -1, 1] }),
      'label broken': fault({ values: six, labels: [0, 1.5, 1] }),
      'bad label beyond the limit': fault({ values: six, labels: [0, 1, 9], limit: 1 }),
      'NaN label': fault({ values: six, labels: [Number.NaN, 1, 1] }),
      NaN: fault({ values: Float32Array.of(0, 1, Number.NaN, 2) }),
      infinite: fault({ values: Float32Array.of(0, Number.NEGATIVE_INFINITY, Number.NaN, 2) }),
      'NaN from preprocessing': fault({
        values: Uint8Array.of(0, 1),
        preprocess: (x) => x.map((v) => v / 0),
      }),
      limit: fault({ values: six, limit: 0 }),
    }).toMatchInlineSnapshot(`
      {
        "NaN": "inputs[1]: expected finite values, found NaN at index 0.",
        "NaN from preprocessing": "inputs[0]: expected finite values, found NaN at index 0 and 1 more.",
        "NaN label": "label of inputs[0]: expected a class index from 0 to 2, found NaN.",
        "bad label beyond the limit": "label of inputs[2]: expected a class index from 0 to 2, found 9.",
        "channels first": "inputs: expected shape [N, 2, 2, 3], found [1, 3, 2, 2]. Put the channels last: array.transpose(0, 2, 3, 1).",
        "fewer labels": "labels of inputs: expected 3, found 2.",
        "ids missing": "ids of inputs: expected 3, found 1.",
        "infinite": "inputs[0]: expected finite values, found -Infinity at index 1.",
        "label broken": "label of inputs[1]: expected a class index from 0 to 2, found 1.5.",
        "label negative": "label of inputs[1]: expected a class index from 0 to 2, found -1.",
        "label too large": "label of inputs[1]: expected a class index from 0 to 2, found 3.",
        "limit": "limit: expected a whole number from 1, found 0.",
        "more labels": "labels of inputs: expected 3, found 4.",
        "no batch axis": "inputs: expected shape [N, 1, 2, 1], found [1, 2, 1]. Add a batch axis: array[None].",
        "no rows": "inputs: expected shape [N, 1, 2, 1], found no inputs.",
        "nothing": "inputs: expected shape [N, 1, 2, 1], found no inputs.",
        "odd count": "inputs: expected shape [N, 1, 2, 1], found 3 values, no multiple of 2.",
        "other shape": "inputs: expected shape [N, 1, 2, 1], found [2, 3].",
        "shape without values": "inputs: expected shape [N, 1, 2, 1], found 6 values for [4, 1, 2, 1].",
      }
    `);
  });
});

it('images come with their channels first where the model file has them so', () => {
  const first = Float32Array.from({ length: 2 * 3 * 2 * 4 }, (_, i) => i);
  const given = { values: first, shape: [2, 3, 2, 4], inputShape: [2, 4, 3], classes: null };
  const { values, notices } = inputsFromArrays({ ...given, preprocess: 'raw', channelsFirst: true });
  const at = (n: number, y: number, x: number, c: number) => values[((n * 2 + y) * 4 + x) * 3 + c];
  for (const [n, y, x, c] of [
    [0, 0, 0, 1],
    [0, 1, 3, 2],
    [1, 1, 0, 0],
  ]) {
    expect(at(n, y, x, c)).toBe(first[((n * 3 + c) * 2 + y) * 4 + x]);
  }
  expect(notices).toContain("inputs is taken as [N, C, H, W], as the model's file has images");
  expect(() => inputsFromArrays(given)).toThrow('Put the channels last');
});
