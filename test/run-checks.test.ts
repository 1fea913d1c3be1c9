import { expect, test } from 'vitest';
import type { Config } from '../src/config/config.ts';
import { InputError } from '../src/errors.ts';
import { explain } from '../src/explain.ts';
import { runChecks } from '../src/run-checks.ts';
import { blobs, smallNetwork } from './attribution/small-network.ts';

const config: Config = {
  model: smallNetwork(),
  inputs: { values: blobs(4), shape: [12, 12, 1] },
  methods: ['input', { name: 'smoothgrad', draws: 2 }],
  metrics: ['spearman-abs'],
  gates: [{ stage: 'full', metric: 'spearman-abs', maximum: 0 }],
  batchNorm: 'keep',
  initializer: 'he',
  draws: 2,
  threads: 1,
  pictures: 0,
};

test('a run of the library names in its commands what a command line cannot say', async () => {
  const report = await runChecks(config);
  const told = [report.command, ...report.checks.map(({ explanation }) => commandIn(explanation))];
  expect(`\n${told.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    npx saliency-sanity run --config ... --model ... --inputs ... --methods input,smoothgrad --metrics spearman-abs --draws 2 --initializer he --batch-norm keep --threads 1 --pictures 0 # ... with gates, methods.smoothgrad
    npx saliency-sanity run --config ... --model ... --inputs ... --metrics spearman-abs --draws 2 --initializer he --batch-norm keep --threads 1 --pictures 0 --methods input --checks cascade # ... with gates
    npx saliency-sanity run --config ... --model ... --inputs ... --metrics spearman-abs --draws 2 --initializer he --batch-norm keep --threads 1 --pictures 0 --methods smoothgrad --checks cascade # ... with gates, methods.smoothgrad
    "
  `);
});

test('a run names the classes, and so does an explanation', async () => {
  const labels = [0, 1, 2, null];
  const classNames = ['house cat', 'dog', 'crane', 'boat'];
  const { values, shape } = config.inputs as { values: Float32Array; shape: number[] };
  const named = { ...config, inputs: { values, shape, labels }, classNames, methods: ['input'] };
  const report = await runChecks(named);
  for (const { label, labelName, predicted, predictedName } of report.inputs) {
    expect(labelName).toBe(label === null ? undefined : classNames[label]);
    expect(predictedName).toBe(classNames[predicted!]);
  }
  expect(report.inputs.map(({ labelName }) => labelName)).toContain('crane');
  expect(
    (await explain({ model: config.model, inputs: named.inputs, classNames, methods: ['input'] })).classNames,
  ).toEqual(classNames);
  await expect(runChecks({ ...named, classNames: ['cat'] })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[InputError: class names: expected 4 names, one for each class of the model, found 1.]`,
  );
});

test('the command of another program stands in the report as it is', async () => {
  const report = await runChecks({ ...config, methods: ['input'] }, { command: 'node mine.js' });
  expect(report.command).toBe('node mine.js');
  expect(commandIn(report.checks[0].explanation)).toBe('node mine.js');
});

test.each([runChecks, explain])('%o refuses a configuration that it could not use', async (entry) => {
  const given = [
    {},
    { model: 'm' },
    { model: 'm', inputs: 'i', drws: 1 },
    { model: 'm', inputs: 'i', seed: 'x' },
    7,
  ];
  const messages: string[] = [];
  for (const each of given) {
    const error = await (entry as (config: unknown) => Promise<unknown>)(each).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    messages.push((error as Error).message);
  }
  expect(messages).toEqual([
    'model: expected the path of a model, found nothing.',
    'inputs: expected a folder of images or a .npy file, found nothing.',
    'configuration: expected known options only, found `drws`. Did you mean draws?',
    'seed: expected a whole number from 0 to 4294967295, found "x".',
    'configuration: expected an object with options, found 7.',
  ]);
});

const commandIn = (explanation: string): string => explanation.split('Reproduce: ')[1];
