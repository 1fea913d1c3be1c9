import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { configFromArguments } from '../../src/cli/arguments.ts';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { parseLine } from '../../src/cli/parse-line.ts';
import type { Config } from '../../src/config/config.ts';
import { commandsOf, invocationText, oneCheck } from '../../src/config/invocation.ts';
import { flagName, OPTIONS, placed } from '../../src/config/options/list.ts';
import { parseConfig } from '../../src/config/parse.ts';
import { repetitionOf } from '../../src/config/repetition.ts';

const NAMED = { model: 'm', inputs: 'i' };

const textOf = (config: object) => invocationText(repetitionOf({ ...NAMED, ...config } as Config));

/** What the command line makes of a text, as a shell and the program read it. */
function readBack(text: string) {
  const script = `print() { for word in "$@"; do printf '%s\\0' "$word"; done; }; print ${text}`;
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  const line = parseLine(words.slice(2), COMMANDS);
  if (line.kind !== 'command') throw new Error('expected a command');
  return configFromArguments(line.args);
}

describe('the command that repeats a configuration', () => {
  /** A value of every option: its default, or one of the kinds that there are. */
  const values = placed(OPTIONS).map((each) => {
    const candidates = [each.option.default, '-x', 0.5, 1, true, [], {}];
    const value = candidates.find((one) => one !== undefined && each.option.schema.safeParse(one).success);
    const { repeated, sameAs } = each.option;
    return {
      ...each,
      value,
      flag: flagName(each),
      repeated: repeated !== false,
      other: sameAs !== undefined,
    };
  });
  const configOf = (chosen: typeof values): Config => {
    const within = (depth: number) =>
      Object.fromEntries(
        chosen.flatMap(({ path, value }) => (path.length === depth ? [[path.at(-1)!, value]] : [])),
      );
    return { ...NAMED, ...within(1), training: within(2) };
  };

  test('says every option that can be said', () => {
    const config = configOf(values.filter(({ flag, repeated }) => flag !== null && repeated));
    const invocation = repetitionOf(config);
    expect(Object.keys(invocation.options).length).toBeGreaterThan(35);
    expect(readBack(invocationText(invocation))).toEqual(parseConfig(config));
  });

  test('names every option that can only be configured', () => {
    const configured = values.filter(({ flag, repeated, other }) => flag === null && repeated && !other);
    const names = configured.map(({ path }) => path.join('.'));
    expect(names).toContain('gates');
    expect(repetitionOf(configOf(configured)).configured).toEqual(names);
  });

  test('says what has two names under its own', () => {
    const { options, configured } = repetitionOf({ ...NAMED, checks: ['labels'] });
    expect({ checks: options.checks, configured }).toEqual({ checks: 'labels', configured: [] });
  });

  test('has nothing of what belongs to one run', () => {
    const once = values.filter(({ repeated }) => !repeated);
    expect(once.length).toBeGreaterThan(4);
    expect(repetitionOf(configOf(once))).toEqual(repetitionOf(NAMED));
  });

  test('is read back as the configuration that it was made from', () => {
    const config = {
      methods: ['gradient', 'smoothgrad'],
      orders: ['cascade', 'labels'],
      metrics: 'ssim, hog',
      layers: ['block 1/conv', "it's"],
      classes: [3, 'cat'],
      batchNorm: 'keep',
      initializer: 'he',
      reuse: false,
      quick: true,
      training: { data: 'train', labelNoise: 0.5, rate: 1e-7 },
    };
    const { methods, ...read } = readBack(textOf(config));
    const { methods: given, ...checked } = parseConfig({ ...NAMED, ...config });
    expect(read).toEqual(checked);
    expect(methods).toBe((given as string[]).join(','));
  });

  test('never tells a command that would repeat another run', () => {
    const explain = () => new Float32Array(1);
    const told = [
      { model: {}, inputs: { values: [1], shape: [1] } },
      { preprocess: (pixels: Float32Array) => pixels, labels: [0, 1], seed: 3 },
      { gates: [{ stage: 'full', metric: 'ssim' }], draws: 2, out: 'report', quiet: true },
      { layers: ['a,b'] },
      { training: { data: function* () {}, momentum: 0.9, optimizer: 'sgd' }, orders: 'labels' },
      {
        methods: [
          'gradient',
          { name: 'smoothgrad', draws: 20 },
          { name: 'mine', explain },
          { name: 'input' },
        ],
      },
      { baseline: 'old.json', expected: { gradient: 'failed' }, resume: true },
    ].map(textOf);
    expect(`\n${told.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      npx saliency-sanity run --model ... --inputs ...
      npx saliency-sanity run --model m --inputs i --labels ... --preprocess ... --seed 3
      npx saliency-sanity run --config ... --model m --inputs i --draws 2 # ... with gates
      npx saliency-sanity run --model m --inputs i --layers ...
      npx saliency-sanity run --config ... --model m --inputs i --checks labels --train-data ... --optimizer sgd # ... with training.momentum
      npx saliency-sanity run --config ... --model m --inputs i --methods gradient,smoothgrad,mine,input # ... with methods.smoothgrad, methods.mine
      npx saliency-sanity run --model m --inputs i
      "
    `);
  });
});

describe('the command of one check', () => {
  const run = repetitionOf({
    model: 'm',
    inputs: 'i',
    methods: ['gradient', { name: 'smoothgrad', draws: 20 }],
    orders: ['cascade', 'independent'],
    gates: [{ stage: 'full', metric: 'ssim' }],
  });

  test('has its method and check in place of the others, and what is configured of the method alone', () => {
    const of = (method: string, compared: boolean) =>
      invocationText(oneCheck(run, method, 'independent', compared));
    expect(`\n${of('gradient', false)}\n${of('smoothgrad', true)}\n`).toMatchInlineSnapshot(`
      "
      npx saliency-sanity run --config ... --model m --inputs i --methods gradient --checks independent # ... with gates
      npx saliency-sanity run --config ... --model m --inputs i --methods smoothgrad --checks independent --no-baseline # ... with gates, methods.smoothgrad
      "
    `);
  });

  test('says nothing that only other checks read', () => {
    const run = repetitionOf({
      ...{ model: 'm', inputs: 'i', attackStrength: 4, replica: 'r', removalBy: 'segments', seed: 3 },
      ...{ regions: 'masks', checks: 'cascade,attack,retraining,faithfulness,localisation' },
    } as Config);
    const of = (check: string) => invocationText(oneCheck(run, 'gradient', check, false));
    const line = (rest: string, check: string) =>
      `npx saliency-sanity run --model m --inputs i ${rest}--methods gradient --checks ${check}`;
    expect(of('cascade')).toBe(line('--seed 3 ', 'cascade'));
    expect(of('attack')).toBe(line('--attack-strength 4 --seed 3 ', 'attack'));
    expect(of('retraining')).toBe(line('--replica r --seed 3 ', 'retraining'));
    expect(of('faithfulness')).toBe(line('--removal-by segments --seed 3 ', 'faithfulness'));
    expect(of('localisation')).toBe(line('--regions masks --seed 3 ', 'localisation'));
  });

  test('takes no part of a value for an option', () => {
    const odd = repetitionOf({ model: 'a --methods b', inputs: "i'--orders x", title: '--methods y' });
    expect(oneCheck(odd, 'gradient', 'cascade', false).options).toEqual({
      model: 'a --methods b',
      inputs: "i'--orders x",
      title: '--methods y',
      methods: 'gradient',
      checks: 'cascade',
    });
  });

  test('is the text of another program where that was given', () => {
    const command = commandsOf('node mine.js --methods all', true);
    expect([command(), command('gradient', 'cascade')]).toEqual(Array(2).fill('node mine.js --methods all'));
  });
});
