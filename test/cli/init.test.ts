import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { call } from './call.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'saliency-init-'));
});
afterEach(() => rm(cwd, { recursive: true }));

test('writes a configuration that loads, a check file, and what to do next', async () => {
  const { code, stdout } = await call(['init'], cwd);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Written: saliency-sanity.config.ts, checks/saliency.test.ts,
    checks/vitest.config.mts

    Next:
      1. edit saliency-sanity.config.ts                    model, inputs, preprocess
      2. npx saliency-sanity run --quick                   a first look
      3. npx saliency-sanity run                           verdicts, report, figures
      4. npx vitest run --config checks/vitest.config.mts  the same as a test suite

    Installed by: npm install --save-dev --ignore-scripts saliency-sanity
    In a pipeline: npm ci --ignore-scripts
    No dependency needs an install script, and the one of onnxruntime-node fails
    without the internet.
    "
  `);
  expect(await loadConfig('saliency-sanity.config.ts', cwd)).toEqual({
    model: 'model',
    inputs: 'images',
    preprocess: 'unit',
    methods: ['gradient', 'smoothgrad', 'integrated-gradients', 'grad-cam'],
    limit: 32,
    draws: 5,
    seed: 0,
    out: 'reports/saliency',
  });
  const check = await readFile(join(cwd, 'checks', 'saliency.test.ts'), 'utf8');
  expect(check).toContain("describeSanityChecks('saliency-sanity.config.ts')");
});

test('takes paths, whatever is in them', async () => {
  const path = 'it\'s "a" `b`\\n';
  const { stdout } = await call(['init', '--model', path, '--inputs', 'images/', '--json'], cwd);
  expect(JSON.parse(stdout)).toEqual({
    written: ['saliency-sanity.config.ts', 'checks/saliency.test.ts', 'checks/vitest.config.mts'],
  });
  expect(await loadConfig('saliency-sanity.config.ts', cwd)).toMatchObject({ model: path, inputs: 'images' });
});

test('overwrites nothing, and writes nothing beside what is there', async () => {
  await call(['init'], cwd);
  await rm(join(cwd, 'saliency-sanity.config.ts'));
  await writeFile(join(cwd, 'checks', 'saliency.test.ts'), 'mine');
  const { code, stderr } = await call(['init'], cwd);
  expect(code).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "saliency-sanity: checks/saliency.test.ts: expected no such file yet, found one that is there. Nothing was written. Move it away to start afresh.
    "
  `);
  expect(await readdir(cwd)).toEqual(['checks']);
  expect(await readFile(join(cwd, 'checks', 'saliency.test.ts'), 'utf8')).toBe('mine');
});

test('stays within 80 columns, and does not ask for paths that were given', async () => {
  const { stdout } = await call(['init', '--model', 'model', '--inputs', 'images'], cwd);
  const lines = stdout.split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.find((line) => line.includes('1. '))).toMatch(
    /^ {2}1\. edit saliency-sanity\.config\.ts +preprocess$/,
  );
});

test('names the configuration of vitest a module, whatever kind of project it is', async () => {
  await call(['init'], cwd);
  expect(await readdir(join(cwd, 'checks'))).toEqual(['saliency.test.ts', 'vitest.config.mts']);
});
