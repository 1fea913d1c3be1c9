import { spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFlatModel, tinyProject } from '../cli/tiny-project.ts';

const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const REPORTER = fileURLToPath(new URL('../../src/vitest/reporter.ts', import.meta.url));
const CONFIG = fileURLToPath(new URL('project/vitest.config.ts', import.meta.url));

interface Assertion {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

let project: string;
let tests: readonly Assertion[];
let output: string;

beforeAll(async () => {
  project = await tinyProject(12);
  await addFlatModel(project);
  await cp(join(project, 'model'), join(project, 'once'), { recursive: true });
  await mkdir(join(project, 'broken'));
  await writeFile(join(project, 'broken/model.json'), '{');
  const named = {
    model: 'model',
    inputs: 'inputs.npy',
    methods: ['input'],
    metrics: ['spearman-signed'],
    out: 'out',
  };
  await writeFile(join(project, 'named.config.json'), JSON.stringify({ ...named, draws: 2 }));
  const result = join(project, 'result.json');
  const argv = [
    'run',
    '--config',
    CONFIG,
    '--reporter=json',
    `--outputFile.json=${result}`,
    '--reporter=verbose',
    `--reporter=${REPORTER}`,
  ];
  const { VITEST_WORKER_ID: _, VITEST_POOL_ID: __, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, [VITEST, ...argv], {
    env: { ...env, PROJECT: project, ATTACHMENTS: join(project, 'attachments'), NO_COLOR: '1' },
    encoding: 'utf8',
  });
  output = stdout + stderr;
  const { testResults } = JSON.parse(await readFile(result, 'utf8'));
  const files = (testResults as { name: string; assertionResults: Assertion[] }[]).sort((a, b) =>
    a.name.localeCompare(b.name),
  );
  tests = files.flatMap((file) => file.assertionResults);
});
afterAll(() => rm(project, { recursive: true }));

function failureOf(fullName: string): string {
  return tests.find((one) => one.fullName === fullName)!.failureMessages.join('\n');
}

describe('describeSanityChecks', () => {
  test('has a test per method and order, red where the verdict is not the expected one, in either direction', () => {
    const outcomes = tests.map(({ fullName, status }) => `${fullName}: ${status}`);
    expect(`\n${outcomes.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      misspelt can be made: failed
      a broken model can be made: failed
      no configuration can be made: failed
      a broken method own, cascade: skipped
      beside them, has nothing to do with them: passed
      nothing expected gradient, cascade: passed
      nothing expected input, cascade: failed
      nothing expected constant, cascade: failed
      expected gradient, cascade: failed
      expected input, cascade: passed
      expected constant, cascade: passed
      allowed constant, cascade: passed
      file input, cascade: failed
      left out gradient, cascade: passed
      left out grad-cam, cascade: failed
      left out as expected gradient, cascade: passed
      left out as expected grad-cam, cascade: passed
      loaded once gradient, cascade: passed
      "
    `);
  });

  test('a failing test prints explanation, stages and the command that reproduces it', () => {
    expect(failureOf('file input, cascade')).toMatchInlineSnapshot(`
      "input, cascade: failed. Retains 100 % (100 to 100 %) of its signed Spearman similarity after the output layer is random; at most 50 % passes. Retains 100 % (100 to 100 %) of its signed Spearman similarity after all layers are random; at most 50 % passes. The map of an image does not change at all: nothing in it comes from the weights that were randomised. On this task the input alone (|x − baseline|, edges, nearness to the centre) explains all of the signed Spearman similarity that is retained after the output layer is random. Falls below 50 % at no stage. No method of this run passes this check; the network's own derivative does: --methods gradient. Reproduce: npx saliency-sanity run --config named.config.json --methods input --checks cascade

      stage   random     spearman
                           signed
      dense     97 % 1.00 / 1.00!
      conv     100 % 1.00 / 1.00!
      ceiling         1.00
      floor           −.01
      null            1.00
      Mean score / retained similarity. ! above the gate, ? not decided, – not known."
    `);
  });

  test('a method that was asked for by name and is left out is a failing test with the reason', () => {
    expect(failureOf('left out grad-cam, cascade')).toMatchInlineSnapshot(
      `"grad-cam, cascade: left out. It needs a network with a convolutional layer, found none."`,
    );
    expect(output).toContain('Expected (no convolution).');
  });

  test('what a run takes is printed before its first test', () => {
    expect(output.match(/^Cost: \d+ maps, .* on this machine\.$/gm)?.length).toBeGreaterThanOrEqual(4);
  });

  test('notices of a run are printed, that of a suite that is green too', () => {
    expect(output).toContain('Notices\n  - ');
    expect(output).toContain(
      'grad-cam is left out: it needs a network with a convolutional layer, found none',
    );
  });

  test('a failing test says what was expected', () => {
    expect(failureOf('expected gradient, cascade')).toMatch(
      /^(Error: )?gradient, cascade: passed, expected was failed\./,
    );
    expect(failureOf('expected gradient, cascade')).toContain('take it out of `expected`');
    expect(failureOf('nothing expected constant, cascade')).toContain('constant, cascade: inconclusive. ');
  });

  test('a failing test carries its figures', async () => {
    expect(output).toContain('input: curves-cascade');
    const pictures = await readdir(join(project, 'attachments'));
    expect(pictures.filter((name) => name.endsWith('.png')).length).toBeGreaterThanOrEqual(4);
  });

  test('an expected failure says why', () => {
    expect(output).toContain('failed, as expected (a control): Retains 100 %');
  });

  test('the output ends with the path of the report that is kept, and of no other', () => {
    const paths = [...output.matchAll(/^ Saliency report {2}(.+)$/gm)].map(([, path]) => path);
    expect(paths).toEqual([expect.stringMatching(/out\/report\.(html|md)$/)]);
  });

  test('keeps the report where the configuration wants it', async () => {
    expect(await readdir(join(project, 'out'))).toContain('report.json');
  });

  test('what is at fault with a suite is one failing test, and the other suites of the file run', () => {
    const faults = ['misspelt', 'a broken model', 'no configuration'].map((name) =>
      failureOf(`${name} can be made`),
    );
    expect(`\n${faults.join('\n').replaceAll(project, '<folder>')}\n`).toMatchInlineSnapshot(`
      "
      expected['gradeint']: expected a method of the run, or method/order, found neither. Did you mean gradient?
      <folder>/broken/model.json: expected JSON, found JSON that is cut off or damaged (1 bytes).
      none.config.json: expected a configuration file, found no such file.
      "
    `);
    expect(tests.find(({ fullName }) => fullName.startsWith('beside them'))?.status).toBe('passed');
  });

  test('a suite whose run breaks off fails with what went wrong', () => {
    expect(output).toMatch(/FAIL .*a broken method/);
    expect(output).toContain('out of order');
  });
});
