import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/parse.ts';
import { InputError } from '../../src/errors.ts';

function faultOf(value: unknown): string {
  try {
    parseConfig(value);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'accepted';
}

test('checks and orders are two names of one option', () => {
  expect(parseConfig({ checks: 'labels,cascade' })).toEqual({ orders: ['labels', 'cascade'] });
  expect(() => parseConfig({ checks: 'labels', orders: 'cascade' })).toThrowErrorMatchingInlineSnapshot(
    `[InputError: checks: expected one of \`checks\` and its other name \`orders\`, found both.]`,
  );
});

describe('parseConfig', () => {
  test('gives back what was given, with lists for names with commas', () => {
    const preprocess = (pixels: Float32Array) => pixels;
    const config = {
      model: 'model',
      inputs: { values: new Float32Array(6), shape: [3], labels: [0, null] },
      preprocess,
      methods: ['gradient', { name: 'smoothgrad', draws: 20 }],
      orders: 'cascade, independent',
      metrics: ['ssim'],
      gates: [{ stage: 'full', metric: 'ssim', maximum: 0 }],
      expected: { 'guided-backprop/cascade': 'failed' },
    };
    expect(parseConfig(config)).toEqual({ ...config, orders: ['cascade', 'independent'] });
  });

  test('keeps typed arrays and functions themselves, not copies', () => {
    const values = new Float32Array(4);
    const preprocess = (pixels: Float32Array) => pixels;
    const parsed = parseConfig({ inputs: { values, shape: [2] }, preprocess });
    expect((parsed.inputs as { values: unknown }).values).toBe(values);
    expect(parsed.preprocess).toBe(preprocess);
  });

  test.each<unknown>([
    { draws: 1 },
    { draws: 1000 },
    { seed: 0 },
    { seed: 2 ** 32 - 1 },
    { confidence: 0.5 },
    { limit: 1 },
    { pictures: 0 },
    { group: '^block\\d+' },
    { methods: [{ name: 'mine', explain: () => new Float32Array(1) }] },
    {},
  ])('accepts %o', (config) => {
    expect(faultOf(config)).toBe('accepted');
  });

  test.each<unknown>([
    { draws: 0 },
    { draws: 1001 },
    { draws: 2.5 },
    { draws: '5' },
    { seed: -1 },
    { seed: 2 ** 32 },
    { seed: Number.NaN },
    { confidence: 0.4 },
    { confidence: 1 },
    { limit: 0 },
    { limit: Number.POSITIVE_INFINITY },
    { model: '' },
    { model: 5 },
    { inputs: { values: [1], shape: [0] } },
    { inputs: { values: 'x', shape: [1] } },
    { labels: [0.5] },
    { methods: [{ name: '../mine', explain: () => 0 }] },
    { methods: [{ name: 'mine', explain: 'gradient' }] },
    { methods: [{ explain: () => 0 }] },
    { orders: '' },
    { orders: [] },
    { gates: [{ stage: 'full', metric: 'ssim', maximum: 1.1 }] },
    { resume: 'yes' },
    { expected: { gradient: 'green' } },
    { __proto__: null, toString: 1 },
    'model',
    null,
    [],
  ])('rejects %o', (config) => {
    expect(faultOf(config)).not.toBe('accepted');
  });

  test('says what was expected and what was found', () => {
    const faults = [
      { draw: 3 },
      { xyz: 3 },
      { draws: 'abc' },
      { draws: undefined, seed: -1 },
      { orders: 'cascade,botom-up' },
      { target: 'predict' },
      { methods: ['gradient', 7] },
      { gates: [{ stag: 'full', metric: 'ssim' }] },
      { gates: [{ stage: 'full' }] },
      { group: '(' },
      { preprocess: 'caffe' },
      { expected: { gradient: 'fail' } },
      { labels: 'x'.repeat(3), threads: 'x'.repeat(500) },
      7,
    ].map(faultOf);
    expect(`\n${faults.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      configuration: expected known options only, found \`draw\`. Did you mean draws?
      configuration: expected known options only, found \`xyz\`. Known: model, output, input, set, size, inputs, labels, regions, preprocess, channels, limit, sample, classes, classNames, methods, target, checks, orders, metrics, gates, confidence, margin, replica, correction, multiverse, draws, quick, decide, compareRules, removalBy, attackStrength, attackSteps, attackQueries, group, seed, layers, initializer, batchNorm, reuse, training, engine, backend, device, blocked, threads, batch, pictures, title, out, reporter, baseline, resume, allowInconclusive, expected, quiet.
      draws: expected a whole number from 1 to 1000, found "abc".
      seed: expected a whole number from 0 to 4294967295, found -1.
      orders[1]: expected one of cascade, bottom-up, independent, labels, class-sensitivity, input-shift, settings, smooth-cascade, entropy, localisation, faithfulness, retraining, roar, kar, attack, quick, arun, all, found "botom-up". Did you mean bottom-up?
      target: expected one of predicted, label, repredicted, found "predict". Did you mean predicted or repredicted?
      methods[1]: expected a name, { name, ...settings } or { name, explain }, names of letters, digits and dashes, found 7.
      gates[0]: expected known options only, found \`stag\`. Did you mean stage?
      gates[0].metric: expected the name of a metric, found nothing.
      group: expected \`auto\`, \`layer\`, \`weight\`, \`block\` or a regular expression that is valid, found "(".
      preprocess: expected one of unit, tf, imagenet, raw, MEAN/SD of x / 255, or a function, found "caffe".
      expected.gradient: expected passed, failed, inconclusive, or { status, reason }, found "fail". Did you mean failed?
      threads: expected a whole number from 1 to 1024, found "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx….
      configuration: expected an object with options, found 7.
      "
    `);
  });

  test('names the key as the caller does', () => {
    const named = () => parseConfig({ batchNorm: 'x' }, (path) => `<${path}>`);
    expect(named).toThrow('<batchNorm>: expected one of initialise, keep, recalibrate, found "x".');
  });

  test('survives values that JSON cannot hold', () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(faultOf({ out: circular })).toBe('out: expected the path of a folder, found an object.');
    expect(faultOf({ out: 10n })).toBe('out: expected the path of a folder, found a bigint.');
    expect(faultOf({ out: Symbol('x') })).toBe('out: expected the path of a folder, found a symbol.');
  });
});
