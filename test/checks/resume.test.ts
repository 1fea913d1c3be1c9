import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { parseConfig } from '../../src/config/parse.ts';
import { openJournal } from '../../src/harness/measure/journal.ts';
import { fingerprint } from '../../src/harness/prepare/fingerprint.ts';
import { planRun } from '../../src/harness/prepare/plan-run.ts';
import { openSubject } from '../../src/harness/prepare/subject.ts';
import { meterOf, run } from '../../src/harness/run.ts';
import { scoreRows } from '../../src/report/files/score-rows.ts';
import { runChecks } from '../../src/run-checks.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';

const folder = mkdtempSync(join(tmpdir(), 'saliency-sanity-'));
afterAll(() => rmSync(folder, { recursive: true }));

const config: Config = {
  model: smallNetwork(),
  inputs: { values: blobs(6), shape: [12, 12, 1] },
  checks: ['class-sensitivity', 'input-shift', 'settings', 'smooth-cascade', 'cascade', 'attack'],
  methods: ['gradient', { name: 'smoothgrad', draws: 3 }, 'edge-detector'],
  metrics: ['spearman-signed'],
  ...{ draws: 2, threads: 1, quick: true, pictures: 1 },
  ...{ attackSteps: 3, attackQueries: 6 },
};

/** A run without figures, which would take most of its time. */
async function runWith(resume: boolean) {
  const given = parseConfig(config) as Config;
  const subject = await openSubject(given, { cwd: '.' });
  const plan = planRun(given, subject);
  const journal = openJournal(join(folder, 'journal'), fingerprint(plan, subject, given), resume);
  try {
    const meter = meterOf(subject, plan, journal);
    const commands = { run: 'again', checks: [] };
    return await run({ subject, plan, journal, meter, commands, startedAt: new Date(0), chunk: 3 });
  } finally {
    journal.close();
    await subject.dispose();
  }
}

test('every kind of variant goes on from a journal to the same report and the same maps', async () => {
  const first = await runWith(false);
  const lines = readFileSync(join(folder, 'journal'), 'utf8').trim().split('\n');
  const kept = lines.filter((_, i) => i % 2 === 0);
  expect(kept.length).toBeGreaterThan(30);
  writeFileSync(join(folder, 'journal'), `${kept.join('\n')}\n`);
  const resumed = await runWith(true);
  expect({ ...resumed.report, durationMs: 0 }).toEqual({ ...first.report, durationMs: 0 });
  expect(resumed.pictures).toEqual(first.pictures);
  const rowsOf = ({ lines: all }: typeof first) => {
    const facts = all.find((line) => line.kind === 'run')!;
    return [
      ...scoreRows(
        all.filter((line) => line.kind !== 'run' && line.kind !== 'end'),
        facts,
      ),
    ];
  };
  expect(rowsOf(resumed)).toEqual(rowsOf(first));
});

test('the same scores without anything shared between stages', async () => {
  const scores = async (reuse: boolean) => {
    const { checks } = await runChecks({ ...config, reuse });
    return checks.flatMap(({ method, order, stages }) =>
      stages.flatMap(({ name, scores: all }) =>
        Object.entries(all).map(([metric, one]) => ({
          at: [method, order, name, metric].join(),
          mean: one?.mean,
        })),
      ),
    );
  };
  const shared = await scores(true);
  const alone = await scores(false);
  expect(shared.length).toBeGreaterThan(15);
  for (const [i, { at, mean }] of shared.entries()) {
    expect(alone[i].at).toBe(at);
    expect(Math.abs((mean ?? 0) - (alone[i].mean ?? 0)), at).toBeLessThan(1e-5);
  }
});
