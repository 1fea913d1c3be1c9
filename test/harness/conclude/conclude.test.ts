import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../src/checks/check.ts';
import { conclude, type Line } from '../../../src/harness/conclude/conclude.ts';
import type { RunFacts } from '../../../src/results/facts.ts';
import type { Finding } from '../../../src/results/lines.ts';

// A run of two methods on four images, as a text file; it was written by hand for what is to be concluded.
const text = readFileSync(new URL('../lines.ndjson', import.meta.url), 'utf8').trim();
const lines = text.split('\n').map((line) => JSON.parse(line) as Line);
const facts = lines[0] as RunFacts;
const findings = lines.slice(1) as Finding[];

const verdicts = (from: Iterable<Line>) =>
  conclude(from).checks.map(({ method, order, status, reason }) => [method, order, status, reason]);

describe('verdicts from a text file of lines alone', () => {
  test('are those of the scores in it', () => {
    expect(verdicts(lines)).toEqual([
      ['follows', 'cascade', 'passed', null],
      ['stays', 'cascade', 'failed', 'gate-exceeded'],
    ]);
  });

  test('do not depend on the order of the findings', () => {
    expect(conclude([facts, ...findings.toReversed()])).toEqual(conclude(lines));
  });

  test('are others under other gates', () => {
    const strict = {
      ...facts,
      plan: { ...facts.plan, gates: facts.plan.gates.map((gate) => ({ ...gate, maximum: 0.99 })) },
    };
    expect(verdicts([strict, ...findings]).map(([, , status]) => status)).toEqual(['passed', 'passed']);
  });

  test('say which metrics gates are on where the run computes none of these', () => {
    const { checks } = conclude([
      { ...facts, plan: { ...facts.plan, metrics: ['hog'], gates: [] } },
      ...findings,
    ]);
    expect([checks[0].reason, checks[0].explanation]).toMatchInlineSnapshot(`
      [
        "not-applicable",
        "No gate is on a metric of this run. By default they are on spearman-abs, spearman-signed and ssim: --metrics spearman-abs,spearman-signed,ssim. Reproduce: npx saliency-sanity run",
      ]
    `);
    const elsewhere = conclude([{ ...facts, plan: { ...facts.plan, gates: [] } }, ...findings]);
    expect(elsewhere.checks[0].explanation).toContain('No gate applies to these maps.');
  });

  test('are the same to the last bit however the inputs were cut into chunks', () => {
    const cut = findings.flatMap((line): Finding[] => {
      if (line.kind === 'change') {
        return line.shifts.map((shift, i) => ({ ...line, first: line.first + i, shifts: [shift] }));
      }
      if (line.kind !== 'measurement') return [line];
      return Array.from({ length: line.inputs }, (_, i) => ({
        ...{ ...line, first: line.first + i, inputs: 1 },
        scores: Object.fromEntries(Object.entries(line.scores).map(([m, all]) => [m, [all[i]]])),
        null: line.null && Object.fromEntries(Object.entries(line.null).map(([m, all]) => [m, [all[i]]])),
        zeros: i === 0 ? line.zeros : { shared: 0, values: 0 },
      }));
    });
    expect(cut.length).toBeGreaterThan(findings.length);
    expect(conclude([facts, ...cut])).toEqual(conclude(lines));
  });

  test('count no draw of which an input is missing', () => {
    const torn = findings.filter(
      (line) => !(line.kind === 'measurement' && line.draw === 1 && line.first === 2),
    );
    const counts = conclude([facts, ...torn]).checks.map(({ stages }) =>
      stages.map(({ scores }) => scores['spearman-signed']?.count),
    );
    expect(counts).toEqual([
      [12, 12],
      [12, 12],
    ]);
  });

  test('need the facts of the run', () => {
    expect(() => conclude(findings)).toThrow(/expected the facts of a run among its lines/);
  });

  test('carry what the file says', () => {
    const { summary, inputs, durationMs, notices, command } = conclude([
      ...lines,
      { kind: 'end', durationMs: 17 },
    ]);
    expect({ summary, count: inputs.length, durationMs, notices, command }).toEqual({
      summary: { status: 'failed', passed: 1, failed: 1, inconclusive: 0 },
      count: 4,
      durationMs: 17,
      notices: [
        { code: 'said', message: 'of the run' },
        { code: 'said', message: 'of the maps' },
      ],
      command: 'npx saliency-sanity run',
    });
  });
});

describe('the independent check', () => {
  const groups = ['output', 'fc', 'conv'];
  const conditions: Condition[] = groups.map((name, i) => ({
    ...{
      check: 'independent',
      name,
      aliases: i === 0 ? ['output'] : [],
      groups: [name],
      layers: [name],
      unrelated: false,
    },
  }));
  const gates = [{ order: 'independent', stage: 'each', metric: 'spearman-signed', maximum: 0.5 }];
  const alone: RunFacts = {
    ...facts,
    plan: { ...facts.plan, orders: ['independent'], gates },
    conditions: { independent: conditions },
  };
  /** Every layer retains what is said of it, and moves the logits by so many SDs. */
  const findingsOf = (retained: readonly number[], shifts: readonly number[]): Finding[] => [
    ...findings.filter(({ kind }) => kind === 'ceiling' || kind === 'trained' || kind === 'pairs'),
    ...conditions.flatMap(({ name }, layer) =>
      [0, 1, 2, 3].flatMap((draw): Finding[] => [
        {
          kind: 'change',
          check: 'independent',
          condition: name,
          draw,
          first: 0,
          coverage: 0.3,
          shifts: Array(4).fill(2 * shifts[layer]),
        },
        ...['follows', 'stays'].map(
          (method): Finding => ({
            ...{
              kind: 'measurement',
              check: 'independent',
              condition: name,
              draw,
              method,
              first: 0,
              inputs: 4,
            },
            scores: {
              'spearman-signed': [0, 1, 2, 3].map((image) => retained[layer] + 0.02 * ((image + draw) % 3)),
            },
            null: null,
            zeros: { shared: 0, values: 4 },
          }),
        ),
      ]),
    ),
  ];

  test('has a gate at every layer that moved the logits by half an SD', () => {
    const [check] = conclude([alone, ...findingsOf([0.1, 0.9, 0.2], [3, 0.4, 0.6])]).checks;
    expect(check.gates.map(({ stage, status }) => [stage, status])).toEqual([
      ['output', 'passed'],
      ['conv', 'passed'],
    ]);
    expect(check.status).toBe('passed');
  });

  test('fails where one of them is exceeded', () => {
    const [check] = conclude([alone, ...findingsOf([0.1, 0.9, 0.2], [3, 2, 0.6])]).checks;
    expect(check.status).toBe('failed');
    expect(check.explanation).toContain('after the layer "fc" alone is random');
  });
});

test('rules of the literature are read from the same scores, where they are asked for', () => {
  expect(conclude(lines).rules).toBeUndefined();
  const asked = { ...facts, plan: { ...facts.plan, compareRules: true } };
  const { rules, checks } = conclude([asked, ...findings]);
  expect(rules!.map(({ method, stage, rule }) => `${method} ${stage} ${rule}`)).toEqual(
    checks.flatMap(({ method, gates }) =>
      gates.flatMap(({ stage }) => ['paper', 'sixt'].map((rule) => `${method} ${stage} ${rule}`)),
    ),
  );
});
