import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BoundModel } from '../../src/attribution/bound-model.ts';
import type { CustomMethod } from '../../src/attribution/custom-method.ts';
import type { Batch } from '../../src/attribution/method.ts';
import { InputError } from '../../src/errors.ts';
import { explain } from '../../src/explain.ts';
import { Interrupted } from '../../src/harness/measure/interrupt.ts';
import { blobs, smallNetwork } from './small-network.ts';

const FILE = 'test/attribution/custom-method.test.ts';
const network = smallNetwork();
const inputs = { values: blobs(4), shape: [12, 12, 1] };

type Explain = CustomMethod['explain'];
// biome-ignore lint/suspicious/noConfusingVoidType: what a forgetful method returns
type Anything = (...given: Parameters<Explain>) => unknown | void;

const explained = (own: Anything, signal?: AbortSignal) =>
  explain(
    { model: network, inputs, methods: [{ name: 'mine', explain: own as Explain }], threads: 1 },
    { signal },
  );

async function refusal(own: Anything): Promise<string> {
  const error = await explained(own).then(
    () => new Error('no error'),
    (reason: Error) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return error.message.replaceAll(/\.ts:\d+/g, '.ts:LINE');
}

/** The line of this file that has the given text for the first time. */
let lineOf: (text: string) => number;
beforeAll(async () => {
  const { readFile } = await import('node:fs/promises');
  const lines = (await readFile(fileURLToPath(import.meta.url), 'utf8')).split('\n');
  lineOf = (text) => lines.findIndex((line) => line.includes(text)) + 1;
});

describe('what a method of the user throws', () => {
  test('names the method, the input that it fails for and the line', async () => {
    const own = async (model: BoundModel, { ids, values }: Batch, targets: Int32Array) => {
      const gradient = await model.gradient(values, targets);
      if (ids?.includes('inputs[2]')) throw new RangeError('no such pixel'); // the line at fault
      return gradient;
    };
    expect(await refusal(own)).toMatchInlineSnapshot(
      `"method mine, input inputs[2]: expected a map, found RangeError: no such pixel, at test/attribution/custom-method.test.ts:LINE."`,
    );
    await expect(explained(own)).rejects.toThrow(`at ${FILE}:${lineOf('// the line at fault')}`);
    await expect(explained(own)).rejects.toMatchObject({ cause: { message: 'no such pixel' } });
  });

  test('names all inputs where none fails alone', async () => {
    expect(
      await refusal((_, { count }) => {
        if (count > 1) throw new Error('one at a time.');
      }),
    ).toMatchInlineSnapshot(
      `"method mine, 4 inputs (inputs[0] to inputs[3]): expected 4 maps, found Error: one at a time, at test/attribution/custom-method.test.ts:LINE."`,
    );
  });

  test.each<[string, Anything]>([
    ['no error', () => Promise.reject('a word')],
    ['nothing', () => Promise.reject(undefined)],
    ['no words', () => Promise.reject(Object.create(null))],
    [
      'an error without words',
      () => Promise.reject(Object.assign(new Error('x'), { message: null, stack: 7 })),
    ],
    ['no stack', () => Promise.reject(Object.assign(new Error('bare'), { stack: undefined }))],
  ])('has the place of the function where there is %s', async (_, own) => {
    expect(await refusal(own)).toMatch(
      /^method mine, input inputs\[0\]: expected a map, found .+, at .+custom-method\.test\.ts:LINE/,
    );
  });

  test.each<[string, Anything]>([
    ['values', (model) => model.gradient(new Float32Array(5), [0])],
    ['a list', (model, { values }) => model.logits([...values] as unknown as Float32Array)],
    ['targets', (model, { values }) => model.gradient(values, [])],
    ['a class', (model, { values, count }) => model.gradient(values, new Array(count).fill(9))],
    ['a rule', (model, { values }, targets) => model.gradient(values, targets, 'guidd' as 'guided')],
    ['a site', (model, { values }, targets) => model.activation('conv', values, targets)],
  ])('says what it asked of the model wrongly: %s', async (_, own) => {
    expect(await refusal(own)).toMatchSnapshot();
  });

  test('is no fault of the method where it is an interruption', async () => {
    const controller = new AbortController();
    const own = async (model: BoundModel, { values }: Batch, targets: Int32Array) => {
      controller.abort();
      return model.gradient(values, targets);
    };
    await expect(explained(own, controller.signal)).rejects.toThrow(Interrupted);
  });
});

test('whatever a method writes to is its own', async () => {
  const spoil = (value: unknown): void => {
    if (Array.isArray(value)) value.push(7);
    else if (ArrayBuffer.isView(value)) (value as Float32Array).fill(-1);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    for (const [key, part] of Object.entries(value)) {
      spoil(part);
      if (typeof part === 'number' || typeof part === 'string') Reflect.set(value, key, 'x');
    }
  };
  const own = async (model: BoundModel, batch: Batch, targets: Int32Array) => {
    const maps = await model.gradient(batch.values, targets);
    spoil(await model.activation('conv1', batch.values, targets));
    spoil([model, batch, targets]);
    return maps;
  };
  const methods = (first: object[]) => [...first, 'integrated-gradients', 'grad-cam', 'gradient'];
  const made = (first: object[]) =>
    explain({ model: network, inputs, methods: methods(first) as 'gradient'[], threads: 1 });
  const [spoilt, clean] = [await made([{ name: 'mine', explain: own }]), await made([])];
  expect(spoilt.maps).toMatchObject(clean.maps);
  expect(spoilt.maps.mine).toEqual(clean.maps.gradient);
  expect(spoilt.inputs).toEqual(clean.inputs);
  expect(spoilt.targets).toEqual(clean.targets);
});

describe('what a method of the user returns', () => {
  test.each<[string, Anything]>([
    ['nothing', () => {}],
    ['null', () => null],
    ['a function', () => () => 0],
    ['too few values', () => new Float32Array(144)],
    ['a list', (_, { values }) => [...values]],
    ['doubles', (_, { values }) => Float64Array.from(values)],
    ['a tensor', () => ({ data: async () => new Float32Array(1), shape: [4, 12, 12, 1] })],
    ['maps of doubles', (_, { values }) => ({ shape: [12, 12], values: Float64Array.from(values) })],
    ['no shape', (_, { values }) => ({ values })],
    ['half a pixel', (_, { count }) => ({ shape: [1.5, 2], values: new Float32Array(3 * count) })],
    ['an empty shape', (_, { count }) => ({ shape: [], values: new Float32Array(count) })],
    ['another shape', () => ({ shape: [12, 12], values: new Float32Array(144) })],
    ['another count', (_, { values }) => ({ shape: [12, 12], count: 3, values })],
  ])('is refused: %s', async (_, own) => {
    expect(await refusal(own)).toMatchSnapshot();
  });

  test('names the method where reading it throws', async () => {
    const thrower = () => {
      throw new Error('not yet');
    };
    for (const own of [
      () => Object.defineProperty({ shape: [12, 12] }, 'values', { get: thrower }),
      () => new Proxy({}, { get: thrower }),
      (_: unknown, { values }: Batch) => ({ values, shape: new Proxy([12, 12], { get: thrower }) }),
    ]) {
      expect(await refusal(own as Anything)).toMatch(/^method mine, .+ found Error: not yet, at .+:LINE/);
    }
  });

  test('has the line of the function', async () => {
    const nothing = () => null; // the function at fault
    await expect(explained(nothing)).rejects.toThrow(
      `the function at ${FILE}:${lineOf('// the function at fault')}`,
    );
  });

  test('may be of another shape, and not finite', async () => {
    const own = (_: unknown, { count }: Batch) => ({
      shape: [2, 3],
      count,
      values: new Float32Array(6 * count).fill(Number.NaN),
    });
    const { maps } = await explained(own);
    expect(maps.mine).toMatchObject({ shape: [2, 3], count: 4 });
    expect(maps.mine.values.every(Number.isNaN)).toBe(true);
  });

  test('is copied: a method may keep its memory and its inputs', async () => {
    const memory = new Float32Array(4 * 144);
    const own = (_: unknown, { values }: Batch, targets: Int32Array) => {
      memory.set(values);
      values.fill(0);
      targets.fill(-1);
      return memory;
    };
    const { maps, targets } = await explained(own);
    memory.fill(7);
    expect(maps.mine.values).toEqual(Float32Array.from(inputs.values));
    expect(targets.every((target) => target >= 0)).toBe(true);
  });
});
