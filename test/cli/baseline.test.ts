import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/results/report.ts';
import { call } from './call.ts';
import { tinyProject } from './tiny-project.ts';

// Gradient passes, the control fails.
const GIVEN = ['--model', 'model', '--inputs', 'inputs.npy', '--methods', 'gradient,input', '--draws', '2'];

let cwd: string;

beforeAll(async () => {
  cwd = await tinyProject();
  await call(['run', ...GIVEN, '--out', 'out', '--pictures', '0'], cwd);
  await call(['baseline', 'update', '--out', 'out', '--baseline', 'baseline.json'], cwd);
});
afterAll(() => rm(cwd, { recursive: true }));

async function readJson(path: string): Promise<Report> {
  return JSON.parse(await readFile(join(cwd, path), 'utf8'));
}

/** A copy of the baseline in which the first check had another verdict and retained another share at its first stage. */
async function otherBaseline(file: string, status: string, mean: number): Promise<void> {
  const report = JSON.parse(await readFile(join(cwd, 'baseline.json'), 'utf8'));
  const [check] = report.checks;
  check.status = status;
  const [metric] = Object.keys(check.stages[0].retained);
  check.stages[0].retained[metric] = { mean, low: mean - 0.01, high: mean + 0.01 };
  await writeFile(join(cwd, file), JSON.stringify(report));
}

describe('baseline update', () => {
  test('keeps the report of a run, without an earlier comparison', async () => {
    const kept = await readJson('baseline.json');
    expect(kept).toEqual(await readJson('out/report.json'));
    await call(['run', ...GIVEN, '--out', 'again', '--baseline', 'baseline.json'], cwd);
    expect((await readJson('again/report.json')).baseline).toMatchObject({
      file: 'baseline.json',
      regressions: 0,
    });
    const { stdout } = await call(['baseline', 'update', '-o', 'again', '--baseline', 'second.json'], cwd);
    expect(stdout).toMatch(/^Written: second.json \(\d passed, \d failed, \d inconclusive\)\n$/);
    expect(await readJson('second.json')).not.toHaveProperty('baseline');
  });

  test('takes both paths from the configuration file', async () => {
    const config = { model: 'model', inputs: 'inputs.npy', out: 'out', baseline: 'third.json' };
    await writeFile(join(cwd, 'named.json'), JSON.stringify(config));
    const { stdout } = await call(['baseline', 'update', '-c', 'named.json', '--json'], cwd);
    expect(JSON.parse(stdout)).toEqual({ baseline: 'third.json', checks: 2 });
  });

  test.each([
    [['update', '--baseline', 'x.json'], '--out: expected the folder of a finished run, found nothing.'],
    [['update', '--out', 'out'], '--baseline: expected a path, found nothing.'],
    [['update', '--out', 'model', '--baseline', 'x.json'], 'model/report.json: expected the report of a run'],
    [
      ['update', '--out', 'out', '--baseline', 'inputs.npy/x'],
      '--baseline: expected a folder that can be written',
    ],
    [
      ['compare', '--out', 'out', '--baseline', 'nope.json'],
      'nope.json: expected the report of a run, found no such file or folder.',
    ],
  ])('refuses %j', async (argv, message) => {
    const { code, stdout, stderr } = await call(['baseline', ...argv], cwd);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('a run with --baseline', () => {
  test('says that nothing changed, and exits by its verdicts', async () => {
    const { code, stdout } = await call(['run', ...GIVEN, '--baseline', 'baseline.json'], cwd);
    expect(code).toBe(1);
    expect(stdout).toContain('Nothing changed since baseline.json.');
  });

  test('names a regression and exits with 1, also where no check failed', async () => {
    const passing = [
      'run',
      '--model',
      'model',
      '--inputs',
      'inputs.npy',
      '--methods',
      'gradient',
      '--allow-inconclusive',
    ];
    await call([...passing, '--out', 'one', '--pictures', '0'], cwd);
    const report = await readJson('one/report.json');
    expect(report.summary.failed).toBe(0);
    await writeFile(
      join(cwd, 'better.json'),
      JSON.stringify(report).replaceAll(
        /"mean":[-\d.e]+,"low":[-\d.e]+,"high":[-\d.e]+\}/g,
        '"mean":-3,"low":-3,"high":-3}',
      ),
    );
    expect((await call([...passing, '--baseline', 'one/report.json'], cwd)).code).toBe(0);
    const { code, stdout } = await call([...passing, '--baseline', 'better.json'], cwd);
    expect(stdout).toMatch(/\d+ changes? for the worse, 0 other, since better.json\./);
    expect(code).toBe(1);
  });

  test('a baseline of another plan, model or version is refused before anything is computed or written', async () => {
    const refused = async (...options: string[]) => {
      const { code, stdout, stderr } = await call(['run', ...GIVEN, '--out', 'refused', ...options], cwd);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      await expect(readFile(join(cwd, 'refused', 'journal'))).rejects.toThrow('ENOENT');
      return stderr;
    };
    expect(await refused('--draws', '3', '--baseline', 'baseline.json')).toContain(
      'plan.draws 2 there and 3 here',
    );
    expect(await refused('--methods', 'gradient', '--baseline', 'baseline.json')).toContain(
      'plan.methods.input',
    );
    for (const [change, difference] of [
      [{ version: '0.0.1' }, 'version "0.0.1" there and'],
      [{ model: { ...(await readJson('baseline.json')).model, sha256: 'x' } }, 'model.sha256 "x" there and'],
    ] as const) {
      await writeFile(
        join(cwd, 'other.json'),
        JSON.stringify({ ...(await readJson('baseline.json')), ...change }),
      );
      expect(await refused('--baseline', 'other.json')).toContain(difference);
    }
  });

  test('--no-baseline leaves out the one of the configuration, and commands for single checks say so', async () => {
    const config = { model: 'model', inputs: 'inputs.npy', methods: ['input'], draws: 2, baseline: 'x.json' };
    await writeFile(join(cwd, 'with.json'), JSON.stringify(config));
    expect((await call(['run', '-c', 'with.json'], cwd)).code).toBe(2);
    const { code, stdout } = await call(['run', '-c', 'with.json', '--no-baseline', '--json'], cwd);
    expect(code).toBe(1);
    await writeFile(join(cwd, 'x.json'), stdout);
    const [check] = JSON.parse((await call(['run', '-c', 'with.json', '--json'], cwd)).stdout).checks;
    expect(check.explanation).toMatch(/--config with\.json --methods input --checks cascade --no-baseline$/);
  });
});

describe('baseline compare', () => {
  test('exits with 0 where nothing got worse, whatever the verdicts are', async () => {
    expect(await call(['baseline', 'compare', '-o', 'out', '--baseline', 'baseline.json'], cwd)).toEqual({
      code: 0,
      stdout: 'Nothing changed since baseline.json.\n',
      stderr: '',
    });
  });

  test('exits with 1 where something got worse, and says what', async () => {
    await otherBaseline('worse.json', 'passed', -3);
    const argv = ['baseline', 'compare', '-o', 'out', '--baseline', 'worse.json'];
    const { code, stdout } = await call(argv, cwd);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^worse: gradient, cascade: retained [a-zA-Z ]+ at dense was <−1 \(<−1 to <−1\), is /m,
    );
    const comparison = JSON.parse((await call([...argv, '--json'], cwd)).stdout);
    expect(comparison.regressions).toBeGreaterThan(0);
  });
});
