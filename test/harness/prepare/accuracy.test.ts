import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../../src/explain.ts';
import { measureAccuracy } from '../../../src/harness/prepare/accuracy.ts';
import { loadModel } from '../../../src/model/load.ts';
import { writeModel } from '../../../src/model/write.ts';
import { accuracySentences } from '../../../src/statistics/accuracy.ts';

const DIGITS = new URL('../../../fixtures/digits/', import.meta.url).pathname;
const NAMES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

let folder: string;
/** Images of the digits in folders of their names, whose order by alphabet is another one. */
let words: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saliency-accuracy-'));
  words = join(folder, 'words');
  await mkdir(words);
  for (const [digit, name] of NAMES.entries()) {
    await cp(join(DIGITS, 'test', `${digit}`), join(words, name), { recursive: true });
  }
});
afterAll(() => rm(folder, { recursive: true }));

const model = { classes: 3, output: 'multi-class' as const, inputShape: [2, 2, 3] };
const ids = (labels: readonly (number | null)[]) => labels.map((_, i) => `inputs[${i}]`);
const measured = (labels: readonly (number | null)[], predicted: readonly number[], classes = 3) =>
  measureAccuracy({ ids: ids(labels), labels }, predicted, { ...model, classes });

/** A network of three classes that looks at one number of an input, given as what it is under every preprocessing. */
const answering = (values: Float32Array) =>
  Float32Array.from([...values].flatMap((c) => [0, 1, 2].map((k) => (k === c ? 1 : 0))));

describe('what is known of an accuracy', () => {
  it('is nothing without labels, and for a regression', async () => {
    expect(await measured([null, null], [0, 1])).toBeNull();
    const regression = { ...model, output: 'regression' as const };
    expect(await measureAccuracy({ ids: ['a'], labels: [0] }, [0], regression)).toBeNull();
  });

  it('blames nothing where all of a few inputs are right', async () => {
    const accuracy = await measured([0, 0], [0, 0], 2);
    expect(accuracy).toMatchObject({ correct: 2, count: 2, finding: 'at-chance', predictions: [] });
    expect(accuracySentences(accuracy!)).toEqual([
      '2 of 2 inputs are classified as labelled (100 %; guessing gives 50 %, p = .25): that cannot be told from chance.',
      '5 labelled inputs would tell, if as large a share of them were right.',
    ]);
  });

  it('leaves inputs without a label out', async () => {
    expect(await measured([0, null, 2, 1], [0, 1, 2, 1])).toMatchObject({
      ...{ correct: 3, count: 3, chance: 1 / 3, finding: 'sound', wouldTell: null },
      predictions: [],
    });
  });

  it('is at chance for a network that was never trained, with the number of inputs that would tell', async () => {
    const accuracy = await measured([0, 1, 2, 0], [1, 1, 1, 1]);
    expect(accuracy).toMatchObject({ correct: 1, count: 4, finding: 'at-chance', wouldTell: 9 });
    expect(accuracySentences(accuracy!)).toMatchInlineSnapshot(`
      [
        "1 of 4 inputs are classified as labelled (25 %; guessing gives 33 %, p = .80): that cannot be told from chance.",
        "9 labelled inputs would tell, if 67 % of them were right.",
        "No other order of the classes makes clearly more of them right.",
      ]
    `);
  });

  it('is at chance where one answer to everything does as well', async () => {
    const labels = [...Array(18).fill(0), 1, 2];
    const constant = await measured(labels, Array(20).fill(0));
    expect(constant).toMatchObject({ correct: 18, constant: 1 / 3, finding: 'at-chance' });
    expect(accuracySentences(constant!)[1]).toContain('gives every input the same class');
    // Nothing else was tried.
    expect(accuracySentences(constant!)).toHaveLength(2);
    expect((await measured(labels, labels))!.finding).toBe('sound');
    // All of one class: no other class could have been given, and the binomial test stands alone.
    expect((await measured(Array(8).fill(1), Array(8).fill(1)))!.finding).toBe('sound');
  });

  it('is poor below halfway, and where an order of the classes gives clearly more', async () => {
    const labels = Array.from({ length: 60 }, (_, i) => i % 10);
    const ten = (predicted: readonly number[]) => measured(labels, predicted, 10);
    const weak = await ten(labels.map((label, i) => (i < 25 ? label : (label + 1 + (i % 8)) % 10)));
    expect(weak).toMatchObject({ finding: 'poor', suspects: [] });
    expect(accuracySentences(weak!).at(-1)).toContain('No other order of the classes');
    const exchanged = await ten(labels.map((label) => [0, 1, 2, 3, 4, 5, 6, 7, 9, 8][label]));
    expect(exchanged).toMatchObject({ correct: 48, finding: 'poor' });
    expect(exchanged!.suspects).toMatchObject([
      { kind: 'class-order', correct: 60, remedy: 'the labels 8 as 9, 9 as 8' },
    ]);
    expect(exchanged!.predictions[8]).toEqual({
      ...{ label: 8, name: null, count: 6 },
      predicted: [{ class: 9, count: 6 }],
    });
  });

  it('tries every other preprocessing and order of channels by one pass each', async () => {
    const labels = Array.from({ length: 30 }, (_, i) => i % 3);
    const passes: string[] = [];
    const prepared = async (preprocess: unknown, channels: string) => {
      passes.push(`${preprocess} ${channels}`);
      return Float32Array.from(labels, (label, i) =>
        preprocess === 'tf' && channels === 'bgr' ? label : i % 2,
      );
    };
    const trials = {
      preprocess: 'unit',
      channels: 'rgb',
      logits: async (values: Float32Array) => answering(values),
    } as const;
    const wrong = labels.map((_, i) => i % 2);
    const accuracy = await measureAccuracy({ ids: ids(labels), labels, prepared }, wrong, model, trials);
    expect(passes).toEqual([
      ...['unit bgr', 'tf rgb', 'tf bgr', 'imagenet rgb', 'imagenet bgr', 'raw rgb', 'raw bgr'],
    ]);
    expect(accuracy!.trials.map(({ correct }) => correct)).toEqual([10, 10, 30, 10, 10, 10, 10]);
    expect(accuracy!.suspects).toEqual([
      { kind: 'preprocess', correct: 30, remedy: '--preprocess tf --channels bgr' },
    ]);
    passes.length = 0;
    await measureAccuracy({ ids: ids(labels), labels, prepared }, labels, model, trials);
    expect(passes).toEqual([]);
    const grey = { ...model, inputShape: [2, 2, 1] };
    await measureAccuracy({ ids: ids(labels), labels, prepared }, wrong, grey, trials);
    expect(passes).toEqual(['tf rgb', 'raw rgb']);
  });
});

describe('a sound network with an accuracy that is poor', () => {
  const told = async (config: object) => {
    const made = await explain({
      ...{
        model: join(DIGITS, 'cnn'),
        methods: ['gradient'],
        limit: 50,
        threads: 1,
        inputs: join(DIGITS, 'test'),
      },
      ...config,
    });
    return made.notices.filter(({ code }) => code === 'accuracy').map(({ message }) => message);
  };

  it('is told nothing where it is fed as it was trained', async () => {
    expect(await told({})).toEqual([]);
  });

  it('is told which order its classes have', async () => {
    const [message] = await told({ inputs: words });
    expect(message).toMatchInlineSnapshot(
      `"5 of 50 inputs are classified as labelled (10 %; guessing gives 10 %, p = .57): that is no better than guessing. Suspected is the order of the classes: with labels.json {"eight": 8, "five": 5, "four": 4, "nine": 9, "one": 1, "seven": 7, "six": 6, "three": 3, "two": 2, "zero": 0} 50 of 50 would be right."`,
    );
    // The remedy is one.
    const remedy = /labels\.json (\{.*?\})/.exec(message)![1];
    await writeFile(join(words, 'labels.json'), remedy);
    expect(await told({ inputs: words })).toEqual([]);
    await rm(join(words, 'labels.json'));
  });

  it('is told which preprocessing it was trained with, by whichever way it is fed wrong', async () => {
    const negative = (pixels: Float32Array) => pixels.map((x) => 1 - x / 255);
    expect(await told({ preprocess: negative })).toMatchInlineSnapshot(`
      [
        "7 of 50 inputs are classified as labelled (14 %; guessing gives 10 %, p = .23): that cannot be told from chance. 193 labelled inputs would tell, if as large a share of them were right. Suspected is the preprocessing: with --preprocess unit 50 of 50 would be right.",
      ]
    `);
    // As if it had been trained on pixels from 0 to 255.
    const model = await loadModel(join(DIGITS, 'cnn'));
    const kernel = model.trained.get('conv1/kernel')!.map((value) => value / 255);
    await writeModel(model, new Map([...model.trained, ['conv1/kernel', kernel]]), join(folder, 'raw'));
    expect(await told({ model: join(folder, 'raw') })).toMatchInlineSnapshot(`
      [
        "8 of 50 inputs are classified as labelled (16 %; guessing gives 10 %, p = .12): that cannot be told from chance. 94 labelled inputs would tell, if as large a share of them were right. Suspected is the preprocessing: with --preprocess raw 50 of 50 would be right.",
      ]
    `);
    expect(await told({ model: join(folder, 'raw'), preprocess: 'raw' })).toEqual([]);
  });
});
