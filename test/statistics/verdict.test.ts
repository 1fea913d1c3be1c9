import { describe, expect, it, test } from 'vitest';
import { wordsOf } from '../../src/checks/registry.ts';
import type { Evidence } from '../../src/statistics/evidence.ts';
import { judge } from '../../src/statistics/verdict.ts';
import {
  NOISE,
  NOT_APART,
  SAME,
  type SampleGate,
  sampleAccuracy,
  sampleEvidence,
} from './sample-evidence.ts';

const pass: SampleGate = {};
const fail: SampleGate = { retained: 0.9, stage: 'full' };
const open: SampleGate = { retained: 0.5, stage: 'full' };
const dead: SampleGate = { dead: 0.3, stage: 'full' };
const noise: SampleGate = { retained: 0.5, half: null, separation: NOT_APART };
const same: SampleGate = { retained: null, score: 1, separation: { mean: 0, low: 0, high: 0 } };
const unmoved: SampleGate = { retained: 1, half: 0, logitShift: 0 };

const noisy = { references: { 'spearman-abs': NOISE } };
const identical = { references: { 'spearman-abs': SAME } };
const chance = { accuracy: sampleAccuracy(4, 32) };
const forgotten = { memorisation: { accuracy: 0.6, required: 0.95 } };

type Row = [string, SampleGate[], Partial<Evidence>, string, string | null];

const rows: Row[] = [
  ['all gates pass', [pass, pass], {}, 'passed', null],
  ['a gate fails', [pass, fail], {}, 'failed', 'gate-exceeded'],
  ['a gate fails, another is open', [open, fail], {}, 'failed', 'gate-exceeded'],
  ['a gate fails, another has dead maps', [dead, fail], {}, 'failed', 'gate-exceeded'],
  ['a gate is open', [pass, open], {}, 'inconclusive', 'undecided'],
  ['a floor that cannot be told from a ceiling of 1', [noise], {}, 'inconclusive', 'floor-at-ceiling'],
  [
    'maps that nearly reproduce, and are as alike for different images',
    [noise],
    { references: { 'spearman-abs': { ceiling: 0.95, floor: 0.95, null: 0 } } },
    'inconclusive',
    'floor-at-ceiling',
  ],
  [
    'one metric does not reproduce, another has no scale',
    [noise, { ...noise, metric: 'ssim' }],
    { references: { 'spearman-abs': SAME, ssim: NOISE } },
    'inconclusive',
    'not-reproducible',
  ],
  [
    'a ceiling of 1, floor lower but uncertain',
    [{ ...noise, separation: { mean: 0.4, low: -0.2, high: 1 } }],
    {},
    'inconclusive',
    'undecided',
  ],
  ['dead maps at one stage', [pass, dead], {}, 'inconclusive', 'dead-maps'],
  ['dead maps hide a failing gate', [{ ...fail, dead: 0.25 }], {}, 'inconclusive', 'dead-maps'],
  ['maps all dead', [{ dead: 1, retained: null }], {}, 'inconclusive', 'dead-maps'],
  ['a few dead maps', [{ ...pass, dead: 0.15 }], {}, 'passed', null],
  ['fresh noise', [noise, noise], noisy, 'inconclusive', 'not-reproducible'],
  ['the same map always', [same, same], identical, 'failed', 'ignores-model'],
  ['the same map, one draw', [same], { ...identical, draws: 1 }, 'inconclusive', 'one-draw'],
  ['one draw that looks bad', [{ ...fail, half: null }], { draws: 1 }, 'inconclusive', 'one-draw'],
  ['one draw, given an interval all the same', [fail], { draws: 1 }, 'inconclusive', 'one-draw'],
  ['logits unmoved', [unmoved], {}, 'inconclusive', 'model-unchanged'],
  ['logits unmoved at one stage, the other passes', [unmoved, pass], {}, 'inconclusive', 'model-unchanged'],
  ['logits unmoved at one stage, the other fails', [unmoved, fail], {}, 'failed', 'gate-exceeded'],
  ['logit shift not a number', [{ ...pass, logitShift: Number.NaN }], {}, 'inconclusive', 'model-unchanged'],
  [
    'logits unmoved and the map always the same',
    [{ ...same, logitShift: 0 }],
    identical,
    'inconclusive',
    'model-unchanged',
  ],
  ['a model at chance', [pass], chance, 'inconclusive', 'untrained'],
  ['a model at chance, failing', [fail], chance, 'inconclusive', 'untrained'],
  ['no labels', [pass], { accuracy: null }, 'passed', null],
  [
    'labels not memorised',
    [fail],
    { ...forgotten, words: wordsOf('labels') },
    'inconclusive',
    'memorisation-failed',
  ],
  ['no gate at all', [], {}, 'inconclusive', 'not-applicable'],
  ['no gate applies', [{ inapplicable: 'no rows' }], {}, 'inconclusive', 'not-applicable'],
  ['one gate applies', [pass, { metric: 'ssim', inapplicable: 'no rows' }], {}, 'passed', null],
  [
    'one image',
    [{ retained: null, separation: { mean: null, low: null, high: null } }],
    {},
    'inconclusive',
    'undecided',
  ],
  ['several obstacles: the gravest is named', [open, noise, dead], noisy, 'inconclusive', 'dead-maps'],
];

test.each(rows)('%s', (_, gates, rest, status, reason) => {
  expect(judge(sampleEvidence(gates, rest))).toMatchObject({ status, reason });
});

describe('gates of a verdict', () => {
  it('keep the order, without the ones that do not apply', () => {
    const { gates } = judge(sampleEvidence([pass, { metric: 'ssim', inapplicable: 'no rows' }, fail]));
    expect(gates.map(({ stage, metric, status }) => [stage, metric, status])).toEqual([
      ['output', 'spearman-abs', 'passed'],
      ['full', 'spearman-abs', 'failed'],
    ]);
    expect(Object.keys(gates[0])).toEqual([
      'stage',
      'metric',
      'maximum',
      'retained',
      'low',
      'high',
      'status',
    ]);
  });

  it('are undefined where maps are dead or logits unmoved, and keep their numbers', () => {
    const { gates } = judge(sampleEvidence([dead, unmoved]));
    expect(gates.map((gate) => [gate.status, gate.retained])).toEqual([
      ['undefined', 0.1],
      ['undefined', 1],
    ]);
  });

  it('are open with one draw', () => {
    expect(judge(sampleEvidence([fail, pass], { draws: 1 })).gates.map((gate) => gate.status)).toEqual([
      'open',
      'open',
    ]);
  });
});

it('never passes with a gate that has not passed', () => {
  for (const [, gates, rest] of rows) {
    const verdict = judge(sampleEvidence(gates, rest));
    const all = verdict.gates.length > 0 && verdict.gates.every((gate) => gate.status === 'passed');
    if (verdict.status === 'passed') expect(all).toBe(true);
    expect(verdict.status === 'passed').toBe(verdict.reason === null);
  }
});
