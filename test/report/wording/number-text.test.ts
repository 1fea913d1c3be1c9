import { describe, expect, it } from 'vitest';
import {
  gateLegend,
  gateText,
  heldIntervalText,
  heldText,
  intervalText,
  retainedIntervalText,
  retainedText,
  shareText,
  similarityText,
} from '../../../src/report/wording/number-text.ts';

describe('similarityText', () => {
  it.each([
    [0.864, '.86'],
    [-0.12, '−.12'],
    [0.999, '1.00'],
    [-0.001, '.00'],
    [-1, '−1.00'],
    [12.345, '12.35'],
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, '–'],
  ])('of %s is %s', (value, expected) => expect(similarityText(value)).toBe(expected));
});

describe('shareText', () => {
  it.each([
    [0, '0 %'],
    [0.0000001, '<0.1 %'],
    [0.0031, '0.3 %'],
    [0.5, '50 %'],
    [0.996, '99.6 %'],
    [0.99999, '>99.9 %'],
    [1, '100 %'],
    [Number.NaN, '–'],
  ])('of %s is %s', (share, expected) => expect(shareText(share)).toBe(expected));
});

it('writes intervals only where they are defined', () => {
  expect(intervalText(0.5, 0.4, 0.6)).toBe('.50 (.40 to .60)');
  expect(intervalText(0.5, null, null)).toBe('.50');
  expect(intervalText(null, null, null)).toBe('–');
});

it.each([
  [0.86, 'failed', '.86!'],
  [1.004, 'failed', '1.0!'],
  [0.5, 'open', '.50?'],
  [0.1, 'passed', '.10'],
  [0.7, 'not-telling', '.70≈'],
  [null, 'undefined', '–'],
] as const)('marks a gate of %s that is %s as %s', (retained, status, expected) => {
  const gate = { stage: 'full', metric: 'ssim', maximum: 0.5, retained, low: null, high: null, status };
  expect(gateText(gate)).toBe(expected);
});

describe('a retained similarity', () => {
  it.each([
    [0.864, 0.81, 0.91, '.86', '.86 (.81 to .91)'],
    [-0.12, -0.2, -0.04, '−.12', '−.12 (−.20 to −.04)'],
    [-1.3, -1.6, -1, '<−1', '<−1 (<−1 to −1.00)'],
    [2.4, 1.8, 3, '>2', '>2 (1.80 to >2)'],
    [-0.61, -11.08, 9.86, '–', '– (the interval is too wide to tell)'],
    [-3.1, -6, 0.4, '<−1', '<−1 (<−1 to .40)'],
    [0.3, -Infinity, Infinity, '–', '– (floor and ceiling are too close to tell)'],
    [-11, null, null, '<−1', '<−1'],
    [0.3, null, null, '.30', '.30'],
    [null, null, null, '–', '–'],
  ])('of %s (%s to %s) is %s, or %s', (mean, low, high, short, long) => {
    expect(retainedText({ mean, low, high })).toBe(short);
    expect(retainedIntervalText({ mean, low, high })).toBe(long);
  });

  it('a dash stands for what is not known, decided or not, and the legend says so', () => {
    const gate = (status: 'open' | 'undefined', retained: number | null) => ({
      ...{ stage: 'full', metric: 'ssim', maximum: 0.5, retained, low: retained && -9, high: retained && 9 },
      status,
    });
    const gates = [gate('open', 0.4), gate('undefined', null)];
    expect(gates.map(gateText)).toEqual(['–?', '–']);
    expect(gateLegend(gates)).toContain('? not decided, – not known.');
  });

  it('that tells nothing is explained in the legend of a table that has one', () => {
    const gate = { stage: 'full', metric: 'ssim', maximum: 0.5, retained: 0.7, low: 0.6, high: 0.8 };
    const legends = (['failed', 'not-telling'] as const).map((status) => gateLegend([{ ...gate, status }]));
    expect(legends).toEqual([
      'Retained similarity; ! above the gate, ? not decided, – not known.',
      "Retained similarity; ! above the gate, ≈ no more than the network's derivative, ? not decided, – not known.",
    ]);
  });

  it('below 0 is explained in the legend of a table that has one', () => {
    const gate = (retained: number) => ({
      ...{ stage: 'full', metric: 'ssim', maximum: 0.5, retained, low: retained, high: retained },
      status: 'passed' as const,
    });
    expect(gateLegend([gate(0.1), gate(-0.2)])).toContain(
      'Below 0: less alike than maps of different images.',
    );
    expect(gateLegend([gate(0.1), gate(-0.001)])).not.toContain('Below 0');
  });
});

it('says scores that a gate holds whole, however large, and shares on their scale', () => {
  const gate = { stage: 'all', metric: 'm', minimum: 0, low: 4.85, high: 8.93, status: 'passed' } as const;
  const score = { ...gate, retained: null, score: 6.89 };
  expect([heldText(score), heldIntervalText(score), gateText(score)]).toEqual([
    '6.89',
    '6.89 (4.85 to 8.93)',
    '6.8',
  ]);
  expect(heldText({ ...gate, retained: 6.89 })).toBe('>2');
});
