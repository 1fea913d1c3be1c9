import { describe, expect, test } from 'vitest';
import {
  confidenceOfLook,
  isDecided,
  isLeft,
  isSettled,
  LOOKS,
  leastProspect,
  looksWithin,
} from '../../src/statistics/looks.ts';

describe('looksWithin', () => {
  test.each([
    ['all of them', 64, 12, '8x3 16x4 32x6 64x12'],
    ['more than they take', 500, 100, '8x3 16x4 32x6 64x12'],
    ['the default of a fixed run', 32, 5, '8x3 16x4 32x5'],
    ['few inputs', 10, 12, '8x3 10x4 10x6 10x12'],
    ['few draws', 64, 3, '8x3 16x3 32x3 64x3'],
    ['one look', 8, 3, '8x3'],
    ['less than a look', 4, 2, '4x2'],
  ])('%s', (_, inputs, draws, expected) => {
    const looks = looksWithin({ inputs, draws });
    expect(looks.map((look) => `${look.inputs}x${look.draws}`).join(' ')).toBe(expected);
  });
});

test('looks share what all of them may err', () => {
  expect(confidenceOfLook(0.95, 4)).toBeCloseTo(0.9875, 12);
  expect(confidenceOfLook(0.9, 1)).toBeCloseTo(0.9, 12);
});

test.each([
  ['passed', null, true],
  ['failed', 'gate-exceeded', true],
  ['failed', 'ignores-model', true],
  ['inconclusive', 'not-telling', true],
  ['inconclusive', 'untrained', true],
  ['inconclusive', 'one-draw', true],
  ['inconclusive', 'undecided', false],
  ['inconclusive', 'not-reproducible', false],
  ['inconclusive', 'dead-maps', false],
] as const)('%s (%s) stands: %s', (status, reason, expected) => {
  expect(isDecided({ status, reason, gates: [] })).toBe(expected);
});

test('gates that cannot tell settle a check only where their intervals lie above the gate, or another has passed', () => {
  const silent = (low: number | null) => ({ status: 'not-telling', maximum: 0.5, low }) as const;
  const passed = { status: 'passed', maximum: 0.5, low: 0.1 } as const;
  const decided = (...gates: Parameters<typeof isDecided>[0]['gates']) =>
    isDecided({ status: 'inconclusive', reason: 'not-telling', gates });
  expect([decided(silent(0.6)), decided(silent(0.6), silent(0.4)), decided(silent(null))]).toEqual([
    ...[true, false, false],
  ]);
  const [above, wide] = [silent(0.6), silent(0.4)];
  expect([isSettled(above, [above]), isSettled(wide, [wide]), isSettled(wide, [wide, passed])]).toEqual([
    ...[true, false, true],
  ]);
});

test('what is open leaves where the largest look would hardly decide it, before a dear look where it would rather not', () => {
  expect([0, 1, 2].map((at) => leastProspect(LOOKS, at))).toEqual([0.3, 0.3, 0.5]);
  expect(leastProspect(looksWithin({ inputs: 64, draws: 5 }), 2)).toBe(0.3);
  const open = { status: 'inconclusive', reason: 'undecided', gates: [] } as const;
  expect([0.29, 0.3].map((prospect) => isLeft(open, { prospect, least: 0.3 }))).toEqual([true, false]);
  expect(isLeft(open, {})).toBe(false);
  expect(isLeft({ status: 'passed', reason: null, gates: [] }, { prospect: 1, least: 0.3 })).toBe(true);
});

test('early looks at their shares of the error decide wrongly no more often than one look does', () => {
  // Means of normal numbers, looked at four times: the true mean is 0, and each look rejects at alpha / 4.
  let state = 1;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const wrong = (critical: number) => {
    let count = 0;
    for (let run = 0; run < 4000; run++) {
      let sum = 0;
      let rejected = false;
      for (let n = 1; n <= 64; n++) {
        sum += normal();
        if ([8, 16, 32, 64].includes(n) && Math.abs(sum) / Math.sqrt(n) > critical) rejected = true;
      }
      if (rejected) count++;
    }
    return count / 4000;
  };
  // Two-sided normal quantiles of .05 and of .05 / 4.
  expect(wrong(1.96)).toBeGreaterThan(0.08);
  expect(wrong(2.498)).toBeLessThan(0.05);
});
