import { describe, expect, it, test } from 'vitest';
import { type CrossedEffects, crossedEffects, halfWidth } from '../../src/statistics/crossed.ts';
import type { GateEvidence } from '../../src/statistics/evidence.ts';
import { chancesBeyond, prospectOf } from '../../src/statistics/prospect.ts';
import { judge } from '../../src/statistics/verdict.ts';
import { sampleEvidence, sampleGate } from './sample-evidence.ts';
import { crossedTable, randomFrom } from './simulate.ts';

const CONFIDENCE = 0.95;
const LATER = { inputs: 32, draws: 6 };

test('means are told from zero in a larger table as often as the chances say', () => {
  const random = randomFrom(7);
  const bands = [0, 0.3, 0.7, 1.01].map((from) => ({ from, told: 0, expected: 0, runs: 0 }));
  for (let run = 0; run < 1500; run++) {
    // Any mean is as likely as any other, as the chances take it.
    const mean = 1.2 * (random.uniform() - 0.5);
    const size = { draws: LATER.draws, images: LATER.inputs };
    const table = crossedTable({ ...size, mean, sdDraws: 0.15, sdImages: 0.3, sdError: 0.2 }, random);
    const values = [0, 1, 2].flatMap((draw) => [...table.values.subarray(32 * draw, 32 * draw + 8)]);
    const first = { draws: 3, images: 8, values: Float64Array.from(values) };
    const chances = chancesBeyond(crossedEffects(first), LATER, CONFIDENCE);
    const later = crossedEffects(table);
    const expected = chances.above + chances.below;
    const band = bands.findLast(({ from }) => expected >= from)!;
    band.runs++;
    band.expected += expected;
    band.told += Math.abs(later.mean) > halfWidth(later, CONFIDENCE) ? 1 : 0;
  }
  for (const { from, runs, expected, told } of bands.slice(0, 3)) {
    expect(runs, `from ${from}`).toBeGreaterThan(100);
    expect(Math.abs(told / runs - expected / runs), `from ${from}`).toBeLessThan(0.08);
  }
});

describe('prospectOf', () => {
  const effects = (mean: number): CrossedEffects => ({
    ...{ draws: 6, images: 32, mean, variance: 4e-4, freedom: 20 },
    components: { draws: 1e-3, images: 5e-3, error: 5e-3 },
  });
  const open = (...means: readonly (readonly number[])[]) => {
    const gate = sampleGate({ retained: 0.47, half: 0.08 });
    const ways = means.map((way) => way.map(effects));
    return { ...gate, finding: { ...gate.finding!, ways } };
  };
  const prospect = (...gates: GateEvidence[]) => {
    const evidence = sampleEvidence([], { gates });
    return prospectOf(evidence, judge(evidence), { inputs: 64, draws: 12 }, 0.9875);
  };

  it('is small near a gate, and large where the interval just holds it', () => {
    expect(prospect(open([0.001]))).toBeLessThan(0.1);
    expect(prospect(open([-0.06]))).toBeGreaterThan(0.7);
  });

  it('asks all open gates to be decided, or one of them to fail', () => {
    const near = open([0.001]);
    const passing = prospect(near, open([-0.06]));
    expect(passing).toBeLessThan(0.15);
    expect(prospect(near, open([0.06]))).toBeGreaterThan(0.7);
  });

  it('asks of a gate that fails that the derivative retains less', () => {
    expect(prospect(open([0.06, 0.001]))).toBeLessThan(0.15);
  });

  it('asks of gates that cannot tell that one passes', () => {
    const silent = (mean: number, half: number) => {
      const gate = sampleGate({ retained: 0.5 + mean, half, excess: 0 });
      return { ...gate, finding: { ...gate.finding!, ways: [[effects(mean)]] } };
    };
    expect(prospect(silent(-0.06, 0.08))).toBeGreaterThan(0.7);
    expect(prospect(silent(0.06, 0.08))).toBeLessThan(0.01);
    expect(prospect(silent(0.2, 0.08))).toBe(0);
    expect(prospect(silent(0.06, 0.08), silent(-0.06, 0.08))).toBeGreaterThan(0.7);
  });

  it('says nothing of verdicts that stand, and of what no size mends', () => {
    expect(prospect(sampleGate({ retained: 0.1 }))).toBe(1);
    expect(prospect(sampleGate({ retained: 0.47, half: 0.08, dead: 0.5 }))).toBe(1);
  });
});
