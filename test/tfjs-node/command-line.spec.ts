import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { METHOD_SETS } from '../../src/attribution/registry.ts';
import { readNpy } from '../../src/inputs/npy.ts';
import type { Report } from '../../src/results/report.ts';
import { relativeError } from '../engine/differences.ts';
import { ROOT } from './programs.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saliency-tfjs-node-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Patterns are differences of nearly equal means, which magnify rounding; with given ones both engines agree (golden values). */
const ESTIMATED = new Set(['pattern-net', 'pattern-attribution']);

/** For two processes in turn; some ten seconds on a machine that does nothing else. */
const TIMEOUT = 600_000;

const MODEL = ['--model', 'fixtures/digits/cnn', '--inputs', 'fixtures/digits/test', '--threads', '1'];
const ENGINES = [
  ['--engine', 'compiled'],
  ['--engine', 'eager', '--backend', 'node'],
];

/** Runs a command line on both engines as its user does, each in a process of its own. */
function onBoth(command: string, ...options: string[]) {
  return ENGINES.map((engine) => {
    const out = join(folder, command, engine[1]);
    const line = [command, ...MODEL, ...options, ...engine, '--quiet', '--out', out];
    const argv = ['--import', 'jiti/register', 'src/cli/main.ts', ...line];
    const { status, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, encoding: 'utf8' });
    return { out, status, stderr };
  });
}

test(
  'explain: the maps of every method are those of the compiled engine',
  async () => {
    const [compiled, eager] = onBoth('explain', '--methods', 'all,ig-smoothgrad', '--limit', '2');
    expect(eager.status, eager.stderr).toBe(0);
    // Nothing of TensorFlow's own messages.
    expect(eager.stderr).toBe(compiled.stderr);
    // Those that are left out for the network or for their cost have no maps.
    const explained = METHOD_SETS.all.filter(
      (method) => existsSync(join(compiled.out, `${method}.npy`)) && !ESTIMATED.has(method),
    );
    expect(explained.length).toBeGreaterThan(30);
    for (const method of explained) {
      const [expected, found] = await Promise.all(
        [compiled, eager].map(({ out }) => readNpy(join(out, `${method}.npy`))),
      );
      expect(found.shape).toEqual(expected.shape);
      expect(relativeError(expected.values, found.values), method).toBeLessThan(1e-4);
    }
  },
  TIMEOUT,
);

test(
  'run: verdicts and scores are those of the compiled engine',
  async () => {
    const methods = ['gradient', 'input-x-gradient', 'guided-backprop', 'grad-cam'];
    const ended = onBoth('run', '--methods', methods.join(), '--limit', '8', '--draws', '3');
    const [compiled, eager] = await Promise.all(
      ended.map(
        async ({ out }): Promise<Report> => JSON.parse(await readFile(join(out, 'report.json'), 'utf8')),
      ),
    );
    expect(eager.engine).toMatchObject({ name: 'eager', backend: 'tensorflow', threads: 1 });
    expect(eager.engine.operators).toMatch(/^(default|without-onednn)$/);
    expect(ended[1].status).toBe(ended[0].status);
    expect(eager.checks.map(({ method }) => method)).toEqual(methods);
    for (const [i, check] of eager.checks.entries()) {
      const other = compiled.checks[i];
      expect([check.status, check.reason]).toEqual([other.status, other.reason]);
      for (const [s, stage] of check.stages.entries()) {
        for (const [metric, score] of Object.entries(stage.scores)) {
          const difference = Math.abs((score?.mean ?? 0) - (other.stages[s].scores[metric]?.mean ?? 0));
          expect(difference, `${check.method}, ${stage.name}, ${metric}`).toBeLessThan(1e-3);
        }
      }
    }
  },
  TIMEOUT,
);
