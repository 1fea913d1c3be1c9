import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { conclude, type Line } from '../../../src/harness/conclude/conclude.ts';
import { judgeAll, verdictsOf } from '../../../src/harness/conclude/judge-all.ts';
import { ScoreTables } from '../../../src/harness/conclude/score-tables.ts';
import type { Gate } from '../../../src/plan/plan.ts';
import type { RunFacts } from '../../../src/results/facts.ts';
import type { Finding } from '../../../src/results/lines.ts';

// A network whose derivative retains 70 % of its abs Spearman once the output layer is random; nobody asked for its maps.
const text = readFileSync(new URL('../telling.ndjson', import.meta.url), 'utf8').trim();
const lines = text.split('\n').map((line) => JSON.parse(line) as Line);
const facts = lines[0] as RunFacts;
const findings = lines.slice(1);

const checksOf = (plan: Partial<RunFacts['plan']> = {}, rest: Partial<RunFacts> = {}) =>
  conclude([{ ...facts, ...rest, plan: { ...facts.plan, ...plan } }, ...findings]).checks;
const verdicts = (checks: ReturnType<typeof checksOf>) =>
  checks.map(({ method, status, reason }) => [method, status, reason]);
const explanationOf = (checks: ReturnType<typeof checksOf>, method: string) =>
  checks.find((check) => check.method === method)!.explanation.replace(/([.]) (?=[A-Z])/g, '$1\n');

const only = (...gates: Pick<Gate, 'stage' | 'metric'>[]): Pick<RunFacts['plan'], 'gates'> => ({
  gates: gates.map((gate) => ({ order: 'cascade', maximum: 0.5, ...gate })),
});

test('verdicts alone are those of the whole result, with their gates', () => {
  const tables = new ScoreTables(findings as Finding[], facts.inputs.length);
  const whole = judgeAll(facts, tables).map(({ method, check, status, reason, gates }) => ({
    ...{ method, check, status, reason, gates },
  }));
  expect(verdictsOf(facts, tables)).toEqual(whole);
});

describe('verdicts beside the derivative', () => {
  test('of a method that keeps what the derivative keeps, and forgets the rest', () => {
    const checks = checksOf();
    expect(verdicts(checks)).toEqual([
      ['as-much', 'passed', null],
      ['more', 'failed', 'gate-exceeded'],
      ['signless', 'passed', null],
      ['stays', 'failed', 'gate-exceeded'],
    ]);
    expect(checks.map(({ gates }) => gates.map(({ status }) => status).join(' '))).toEqual([
      'not-telling passed passed passed',
      'failed passed passed passed',
      'not-telling passed',
      'not-telling passed failed passed',
    ]);
  });

  test('say what was held against what', () => {
    const checks = checksOf();
    expect(explanationOf(checks, 'as-much')).toMatchInlineSnapshot(`
      "Retains 11 % (5 to 17 %) of its signed Spearman similarity after the output layer is random; at most 50 % passes.
      Retains 7 % (1 to 13 %) of its abs Spearman and 4 % (at most 10 %) of its signed Spearman similarity after all layers are random; at most 50 % passes.
      Retains 72 % (66 to 77 %) of its abs Spearman similarity after the output layer is random, as the network's own derivative does: by abs Spearman this stage cannot tell on this network.
      Falls below 50 % once the top one of 2 layers is random by signed Spearman and all layers by abs Spearman."
    `);
    expect(explanationOf(checks, 'more')).toMatchInlineSnapshot(`
      "Retains 95 % (90 to 100 %) of its abs Spearman similarity after the output layer is random; at most 50 % passes.
      The network's own derivative retains 70 % (64 to 75 %) of its abs Spearman similarity there: the method retains clearly more.
      Falls below 50 % once the top one of 2 layers is random by signed Spearman and all layers by abs Spearman.
      On this network as-much and signless pass this check.
      Reproduce: npx saliency-sanity run"
    `);
    expect(explanationOf(checks, 'signless')).toMatchInlineSnapshot(`
      "Retains 9 % (3 to 15 %) of its abs Spearman similarity after all layers are random; at most 50 % passes.
      Retains 66 % (60 to 71 %) of its abs Spearman similarity after the output layer is random, as the network's own derivative does: this stage cannot tell on this network.
      Falls below 50 % once all layers are random.
      Signed Spearman is left out: its maps have no signs."
    `);
  });

  test('keep the numbers of the derivative with every gate', () => {
    const [{ gates }] = checksOf();
    expect(gates[0].derivative?.mean).toBeCloseTo(0.7, 2);
    expect(gates[0].excess?.mean).toBeCloseTo(0.02, 2);
    expect(gates[0].excess!.high! - gates[0].excess!.low!).toBeLessThan(gates[0].high! - gates[0].low!);
  });

  test('are not telling where no gate can tell', () => {
    const checks = checksOf(only({ stage: 'output', metric: 'spearman-abs' }));
    expect(verdicts(checks)[0]).toEqual(['as-much', 'inconclusive', 'not-telling']);
    expect(explanationOf(checks, 'as-much')).toMatchInlineSnapshot(`
      "Retains 72 % (66 to 77 %) of its abs Spearman similarity after the output layer is random, as the network's own derivative does: this stage cannot tell on this network.
      Falls below 50 % once all layers are random.
      Other stages and checks may tell: --checks cascade,bottom-up,independent.
      No method of this run passes this check on this network.
      Reproduce: npx saliency-sanity run"
    `);
  });

  test('do not apply signed gates to maps without signs', () => {
    const checks = checksOf(only({ stage: 'full', metric: 'spearman-signed' }));
    expect(verdicts(checks)[2]).toEqual(['signless', 'inconclusive', 'not-applicable']);
  });

  test('are others under another margin', () => {
    expect(verdicts(checksOf({ margin: 0.4 }))[1]).toEqual(['more', 'passed', null]);
  });

  test('are those of the gates alone in lines without a derivative', () => {
    expect(verdicts(checksOf({}, { derivative: undefined })).map(([, status]) => status)).toEqual([
      'failed',
      'failed',
      'failed',
      'failed',
    ]);
  });

  test.each(['bottom-up', 'independent', 'labels'])('are made alike under %s', (check) => {
    const named = (line: Line): Line => ('check' in line ? { ...line, check } : line);
    const conditions = facts.conditions.cascade.map((one) => ({ ...one, check, aliases: [] }));
    const plan = {
      ...facts.plan,
      orders: [check],
      gates: [{ order: check, stage: 'output', metric: 'spearman-abs', maximum: 0.5 }],
      training: { permutations: 4, required: 0.95 } as RunFacts['plan']['training'],
    };
    const training = [{ labels: 'permutation 1', accuracy: 1 }] as unknown as RunFacts['training'];
    const run = { ...facts, plan, training, conditions: { [check]: conditions } };
    expect(verdicts(conclude([run, ...findings.map(named)].map((line) => line as Line)).checks)).toEqual([
      ['as-much', 'inconclusive', 'not-telling'],
      ['more', 'failed', 'gate-exceeded'],
      ['signless', 'inconclusive', 'not-telling'],
      ['stays', 'inconclusive', 'not-telling'],
    ]);
  });
});
