import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import type { Line } from '../../src/harness/conclude/conclude.ts';
import { memoryJournal } from '../../src/harness/measure/journal.ts';
import { KeptNoise } from '../../src/harness/measure/kept-noise.ts';
import { planRun } from '../../src/harness/prepare/plan-run.ts';
import { openSubject } from '../../src/harness/prepare/subject.ts';
import { meterOf, run } from '../../src/harness/run.ts';
import { seededNoise } from '../../src/randomize/noise-source.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

const COUNT = 10;
const STOCHASTIC = { name: 'smoothgrad', draws: 4 };
const METHODS = ['gradient', STOCHASTIC, 'guided-backprop', 'grad-cam', 'fixed-noise', 'fresh-noise'];

async function work(reuse: boolean, config: Partial<Config> = {}, chunk?: number) {
  const whole: Config = {
    model: smallNetwork(),
    inputs: { values: blobs(COUNT), shape: [12, 12, 1] },
    methods: METHODS,
    orders: ['cascade', 'bottom-up', 'independent'],
    draws: 2,
    // Few inputs a pass, so that going on from what is kept is worth its programs.
    batch: 2,
    threads: 1,
    reuse,
    ...config,
  };
  const subject = await openSubject(whole, { cwd: '.' });
  const before = subject.programs.layerEvaluations;
  const plan = planRun(whole, subject);
  const commands = { run: 'test', checks: [] };
  const journal = memoryJournal();
  const context = { subject, plan, journal, meter: meterOf(subject, plan, journal), commands };
  const { lines, report, pictures } = await run({ ...context, startedAt: new Date(0), chunk });
  const evaluations = subject.programs.layerEvaluations - before;
  await subject.dispose();
  return { lines, report, pictures, evaluations };
}

/** Scores of methods that repeat themselves, in the order of the steps. */
const scoresOf = (lines: readonly Line[]): (number | null)[] =>
  lines.flatMap((line) =>
    line.kind === 'measurement' && line.method !== 'fresh-noise' ? Object.values(line.scores).flat() : [],
  );

describe('reuse across stages', () => {
  test('changes no score, ceiling or picture', async () => {
    const [shared, anew] = [await work(true), await work(false)];
    const [a, b] = [scoresOf(shared.lines), scoresOf(anew.lines)];
    expect(a.length).toBe(b.length);
    expect(a.filter((score) => score !== null).length).toBeGreaterThan(1000);
    for (const [i, score] of a.entries()) {
      expect(score === null).toBe(b[i] === null);
      expect(Math.abs((score ?? 0) - (b[i] ?? 0))).toBeLessThan(1e-5);
    }
    for (const [i, check] of shared.report.checks.entries()) {
      const other = anew.report.checks[i];
      if (check.method === 'fresh-noise') continue;
      for (const [metric, references] of Object.entries(check.references)) {
        expect(references?.ceiling ?? 0).toBeCloseTo(other.references[metric]?.ceiling ?? 0, 5);
        expect(references?.null ?? 0).toBeCloseTo(other.references[metric]?.null ?? 0, 5);
      }
      expect(check.stages.map((s) => s.coverage)).toEqual(other.stages.map((s) => s.coverage));
      const [mine, theirs] = [shared, anew].map((one) => one.pictures.checks[i].values);
      for (const [p, value] of mine.entries()) expect(Math.abs(value - theirs[p])).toBeLessThan(1e-4);
    }
  });

  test('without it everything is computed anew, with it each model once', async () => {
    const draws = 4;
    const only = { methods: ['gradient'], draws, batch: 1 };
    const [shared, anew] = [await work(true, only), await work(false, only)];
    const layers = 4;
    const [logits, gradient] = [COUNT * layers, COUNT * 2 * layers];
    const stages = 3 * layers;
    expect(anew.evaluations).toBe((2 + draws * stages) * (logits + gradient));
    // Of three orders over four layers, three models are met twice; the repetition of the trained maps is a probe.
    const probe = Math.min(8, COUNT) * 2 * layers;
    // Layers below the random ones, on the way there: 3, 2, 1 in the cascade, 2 and 1 in what is left of the independent order.
    const below = draws * COUNT * (3 + 2 + 1 + 2 + 1);
    expect(shared.evaluations).toBe((1 + draws * (stages - 3)) * gradient + probe - below);
  });

  test('chunks of inputs change no score and no picture', async () => {
    const [whole, chunked] = [await work(true), await work(true, {}, 4)];
    const byInput = ({ lines }: typeof whole) =>
      lines
        .flatMap((line) =>
          line.kind === 'measurement' && line.method !== 'fresh-noise'
            ? Object.entries(line.scores).flatMap(([metric, values]) =>
                values.map((value, i) =>
                  JSON.stringify([
                    line.check,
                    line.condition,
                    line.draw,
                    line.method,
                    metric,
                    line.first + i,
                    value,
                  ]),
                ),
              )
            : [],
        )
        .sort();
    expect(byInput(chunked)).toEqual(byInput(whole));
    const steady = ({ report }: typeof whole) =>
      report.checks.filter(({ method }) => method !== 'fresh-noise');
    expect(steady(chunked).map(({ gates }) => gates)).toEqual(steady(whole).map(({ gates }) => gates));
    const pictures = (one: typeof whole) =>
      one.pictures.checks.filter(({ method }) => method !== 'fresh-noise');
    expect(pictures(chunked)).toEqual(pictures(whole));
  });

  test('with other targets for every model logits come first', async () => {
    const only = { methods: ['gradient'], target: 'repredicted', orders: ['cascade'], draws: 1 } as const;
    const [shared, anew] = [await work(true, only), await work(false, only)];
    expect(scoresOf(shared.lines)).toEqual(scoresOf(anew.lines));
  });

  test('a method that hides its noise is still found out', async () => {
    const own = {
      name: 'hidden',
      explain: (_: unknown, { values }: { values: Float32Array }) => values.map(() => Math.random()),
    };
    const { report } = await work(true, { methods: [own] });
    expect(report.checks[0].reason).toBe('not-reproducible');
  });
});

describe('kept noise', () => {
  const ids = ['a', 'b', 'c'];
  const drawn = (source: ReturnType<typeof seededNoise>, index: number, draw: number) => {
    const out = new Float32Array(6);
    source.fill(index, draw, out);
    return Array.from(out);
  };

  test.each([0, 24, 48, 1000])('is that of its source, with a budget of %i bytes', (budget) => {
    const kept = new KeptNoise(budget).of(seededNoise(5, ids), 5);
    for (const round of [0, 1]) {
      for (const [index, draw] of [
        [0, 0],
        [2, 1],
        [0, 1],
        [1, 0],
      ]) {
        const expected = drawn(seededNoise(5, ids), index, draw);
        expect(drawn(kept, index, draw), `round ${round}`).toEqual(expected);
      }
    }
  });

  test('of another seed is other noise', () => {
    const noise = new KeptNoise();
    const first = drawn(noise.of(seededNoise(5, ids), 5), 0, 0);
    expect(drawn(noise.of(seededNoise(6, ids), 6), 0, 0)).not.toEqual(first);
  });

  test('of a caller that changes its array stays what it was', () => {
    const kept = new KeptNoise().of(seededNoise(5, ids), 5);
    const out = new Float32Array(6);
    kept.fill(0, 0, out);
    out.fill(9);
    expect(drawn(kept, 0, 0)).toEqual(drawn(seededNoise(5, ids), 0, 0));
  });
});
