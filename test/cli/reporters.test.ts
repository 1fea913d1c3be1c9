import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { Capture, call } from './call.ts';
import { tinyProject } from './tiny-project.ts';

const RUN = ['run', '--model', 'model', '--inputs', 'inputs.npy', '--methods', 'input', '--draws', '2'];

let cwd: string;

beforeAll(async () => {
  cwd = await tinyProject();
});
afterAll(() => rm(cwd, { recursive: true }));

test('github: annotations on standard output, and the job summary behind what is there', async () => {
  await writeFile(join(cwd, 'summary.md'), 'An earlier step.\n');
  const [stdout, stderr] = [new Capture(), new Capture()];
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
  const code = await main([...RUN, '--reporter', 'terminal,github'], { stdout, stderr, env, cwd });
  expect(code).toBe(1);
  expect(stdout.text).toMatch(/^model: 6 inputs/);
  expect(stdout.text).toMatch(/^::error title=input%2C cascade%3A failed::/m);
  const summary = await readFile(join(cwd, 'summary.md'), 'utf8');
  expect(summary).toMatch(/^An earlier step\.\n## Saliency sanity checks: failed\n/);
  expect(summary).toContain('████');
});

test('github without a summary file annotates all the same', async () => {
  expect((await call([...RUN, '--reporter', 'github'], cwd)).stdout).toMatch(/^::error /);
});

test('several documents go to files, made with their folders', async () => {
  const files = 'junit=ci/junit.xml,gitlab=ci/quality.json,tap=ci/checks.tap,terminal';
  const { code, stdout } = await call([...RUN, '--reporter', files], cwd);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^model: 6 inputs/);
  expect((await readdir(join(cwd, 'ci'))).sort()).toEqual(['checks.tap', 'junit.xml', 'quality.json']);
  const [issue] = JSON.parse(await readFile(join(cwd, 'ci', 'quality.json'), 'utf8'));
  expect(issue).toMatchObject({ check_name: 'saliency-sanity/failed', location: { path: 'model' } });
});

test('--json prints its one document, files are written all the same', async () => {
  const { stdout } = await call([...RUN, '--json', '--reporter', 'github,tap=one.tap'], cwd);
  expect(JSON.parse(stdout).schema).toBe('saliency-sanity/report@1');
  expect(await readFile(join(cwd, 'one.tap'), 'utf8')).toMatch(
    /^TAP version 14\n1\.\.1\nnot ok 1 - input, cascade\n/,
  );
});

test('a configuration names reporters too, files beside itself', async () => {
  await mkdir(join(cwd, 'sub'));
  const config = { model: '../model', inputs: '../inputs.npy', methods: ['input'], draws: 1 };
  const text = JSON.stringify({ ...config, reporter: ['tap=kept.tap', 'markdown'] });
  await writeFile(join(cwd, 'sub', 'c.json'), text);
  const { stdout } = await call(['run', '-c', 'sub/c.json'], cwd);
  expect(stdout).toMatch(/^# Sanity checks/);
  expect(await readdir(join(cwd, 'sub'))).toContain('kept.tap');
});

test.each([
  [
    'json,junit',
    '--reporter: expected one document, or terminal and github, on standard output, found json, junit.',
  ],
  ['terminal,tap', 'found terminal, tap. Write to files what is a document, for example junit=junit.xml.'],
  ['html', '--reporter: expected some of terminal, github, json'],
  ['junit=', '--reporter: expected some of terminal, github, json'],
  ['junit=inputs.npy/x.xml', '--reporter junit=inputs.npy/x.xml: expected a folder that can be written'],
])('refuses %s before the run', async (reporter, message) => {
  const { code, stdout, stderr } = await call([...RUN, '--reporter', reporter, '--out', 'new'], cwd);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(await readdir(cwd)).not.toContain('new');
});
