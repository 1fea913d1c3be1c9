import { expect, test } from 'vitest';
import type { CustomMethod } from '../../src/attribution/custom-method.ts';
import type { Config } from '../../src/config/config.ts';
import type { CheckResult } from '../../src/results/report.ts';
import { runChecks } from '../../src/run-checks.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

/** The gradient, and nothing at all for every third input. */
const oftenDead: CustomMethod['explain'] = async (model, { values, count }, targets) => {
  const maps = await model.gradient(values, targets);
  const size = maps.length / count;
  return maps.map((value, at) => (Math.floor(at / size) % 3 === 0 ? 0 : value));
};

/** Maps that have no signs. */
const sizes: CustomMethod['explain'] = async (model, { values }, targets) =>
  (await model.gradient(values, targets)).map(Math.abs);

const config: Config = {
  model: smallNetwork(),
  inputs: { values: blobs(8), shape: [12, 12, 1] },
  methods: [
    ...['gradient', { name: 'smoothgrad', draws: 2 }, 'input-x-gradient', 'input', 'fixed-noise'],
    { name: 'often-dead', explain: oftenDead },
    { name: 'sizes', unsigned: true, explain: sizes },
  ],
  draws: 3,
  threads: 1,
  pictures: 1,
  quick: true,
};

const { checks } = await runChecks({ ...config, multiverse: true });
const sourcesOf = (method: string) => checks.find((check: CheckResult) => check.method === method)!.sources!;
const atGate = (method: string, metric: string) =>
  sourcesOf(method).gates.find((gate) => gate.stage === 'full' && gate.metric === metric)!;

test('the input explains all of a map that is the input, and nothing of noise that has nothing to do with it', () => {
  const input = checks.find(({ method }) => method === 'input')!;
  expect(input.status).toBe('failed');
  expect(input.explanation).toContain('On this task the input alone');
  expect(input.explanation).toContain('explains all of the abs Spearman similarity');
  expect(atGate('input', 'spearman-abs').input).toMatchObject({ explained: 1, partial: null });
  const noise = atGate('fixed-noise', 'spearman-abs').input;
  // One map for all inputs has no scale between floor and ceiling.
  expect(noise).toMatchObject({ explained: null });
  expect(noise?.partial).toBeGreaterThan(0.99);
});

test('only a method with noise has some of its own', () => {
  expect(atGate('gradient', 'spearman-signed').variance?.noise).toBe(0);
  expect(atGate('smoothgrad', 'spearman-signed').variance?.noise).toBeGreaterThan(0);
});

test('what multiplies by the input is paired with what does not', () => {
  const { multiplier } = atGate('input-x-gradient', 'spearman-abs');
  const own = atGate('gradient', 'spearman-abs').input!.retained;
  expect(multiplier?.twin).toBe('gradient');
  expect(multiplier?.retained).toEqual(own);
  const retained = atGate('input-x-gradient', 'spearman-abs').input!.retained.mean!;
  expect(multiplier?.share.mean).toBeCloseTo(retained - own.mean!, 10);
  expect(atGate('gradient', 'spearman-abs').multiplier).toBeNull();
});

test('the share of the multiplier is told where nobody asks for the method without it, and not beside one that has it', async () => {
  const methods = ['input-x-gradient', 'competitive-gradient-x-input'];
  const [alone, other] = (await runChecks({ ...config, methods })).checks;
  const gates = (check: CheckResult) => check.sources!.gates.map(({ multiplier }) => multiplier);
  expect(gates(alone)).toEqual(sourcesOf('input-x-gradient').gates.map(({ multiplier }) => multiplier));
  expect(gates(alone)[0]?.share.mean).toEqual(expect.any(Number));
  expect(new Set(gates(other))).toEqual(new Set([null]));
});

test('structural zeros are counted, and outside them a map that multiplies by the input has nothing to show', () => {
  const zeros = blobs(8).reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0) / (8 * 144);
  expect(sourcesOf('gradient').structuralZeros).toBeCloseTo(zeros, 12);
  expect(atGate('input-x-gradient', 'spearman-signed').support.score).toBeLessThan(1);
});

test('every choice has a verdict, and a map that never changes fails under all of them', () => {
  const { multiverse } = sourcesOf('input');
  // SSIM does not apply to a signed plane otherwise than to any other: all fifteen are there.
  expect(multiverse?.cells.length).toBe(15);
  expect(multiverse).toMatchObject({ same: 1, turns: null });
});

test('maps without signs, which are the same on every plane, are judged on one', () => {
  const { multiverse } = sourcesOf('sizes');
  expect(multiverse?.cells.map(({ metric, plane, scaling }) => `${metric} ${plane} ${scaling}`)).toEqual([
    ...['spearman abs none', 'spearman abs p99'],
    ...['ssim abs max', 'ssim abs rms', 'ssim abs min-max'],
  ]);
});

test('maps that are dead are not judged under any choice', () => {
  const { status, reason, sources } = checks.find(({ method }) => method === 'often-dead')!;
  expect([status, reason]).toEqual(['inconclusive', 'dead-maps']);
  expect(new Set(sources!.multiverse!.cells.map((cell) => cell.status))).toEqual(new Set(['inconclusive']));
  expect(sources!.multiverse!.same).toBe(1);
});

test('without --multiverse there is none, and all other numbers are the same', async () => {
  const plain = await runChecks(config);
  for (const [i, check] of plain.checks.entries()) {
    expect(check.sources).not.toHaveProperty('multiverse');
    expect(check.sources!.gates).toEqual(checks[i].sources!.gates);
  }
});

test('a model that two checks come to is known to the gates of both, in either order', async () => {
  const small: Config = {
    ...config,
    methods: ['gradient', { name: 'smoothgrad', draws: 2 }],
    quick: false,
    draws: 2,
  };
  const full = async (orders: Config['orders']) => {
    const report = await runChecks({ ...small, orders });
    const gates = report.checks
      .filter(({ order }) => order === 'cascade')
      .map(({ sources }) => sources!.gates);
    return gates.map((all) => all.filter(({ stage }) => stage === 'full'));
  };
  const [first, last] = [await full(['cascade', 'bottom-up']), await full(['bottom-up', 'cascade'])];
  expect(last).toEqual(first);
  for (const gates of last) expect(gates.every(({ input }) => input?.partial !== null)).toBe(true);
});

test("no choice fails the network's own derivative, beside which all are judged", () => {
  const { multiverse } = sourcesOf('gradient');
  expect(multiverse?.cells.map(({ status }) => status)).not.toContain('failed');
});
