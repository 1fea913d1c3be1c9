import { spawn } from 'node:child_process';
import { existsSync, openSync, statSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuiltProgram, builtProgram } from '../built-program.ts';
import type { Outcome } from './call.ts';
import { tinyProject } from './tiny-project.ts';

let cwd: string;
let program: BuiltProgram;

beforeAll(async () => {
  [cwd, program] = await Promise.all([tinyProject(), builtProgram()]);
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
  await program.remove();
});

/** Starts the program in a process of its own. */
function start(argv: readonly string[], out: 'pipe' | number = 'pipe', err: 'pipe' | number = 'pipe') {
  const stdio = ['pipe' as const, out, err];
  const child = spawn(process.execPath, [program.main, ...argv], { cwd, stdio });
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
  return { child, outcome };
}

test('what a configuration logs does not spoil --json, and libraries say nothing', async () => {
  const library = join(cwd, 'node_modules', '@tensorflow', 'talkative');
  await mkdir(library, { recursive: true });
  await writeFile(join(library, 'package.json'), '{ "main": "index.js" }');
  await writeFile(join(library, 'index.js'), "exports.talk = () => console.warn('from a library');");
  const config = `import { defineConfig } from 'saliency-sanity';
    import { talk } from '@tensorflow/talkative';
    talk();
    process.emitWarning('of a deprecation');
    console.log('from the configuration');
    export default defineConfig({
      model: 'model',
      inputs: 'inputs.npy',
      draws: 1,
      methods: [{
        name: 'mine',
        explain(model, inputs, targets) {
          console.log('from a method');
          return model.gradient(inputs.values, targets);
        },
      }],
    });`;
  await writeFile(join(cwd, 'saliency-sanity.config.ts'), config);
  const { code, stdout, stderr } = await start(['run', '--json']).outcome;
  expect(stderr).toContain('from the configuration');
  expect(stderr).toContain('from a method');
  expect(stderr).not.toMatch(/from a library|of a deprecation/);
  expect(JSON.parse(stdout).checks).toMatchObject([{ method: 'mine', reason: 'one-draw' }]);
  expect(code).toBe(3);
});

test.each([
  ['never settles', 'new Promise(() => {})', 'found a promise that is never settled, at mine.config.ts:6'],
  [
    'throws',
    'await model.gradient(1)',
    'found values of model.gradient: expected a Float32Array of whole inputs',
  ],
  [
    'throws late',
    'setTimeout(() => { throw new Error("late"); }), new Promise(() => {})',
    'found Error: late, at mine.config.ts:6',
  ],
  ['is wrong', '[inputs.ids]', 'from the function at mine.config.ts:6'],
])('a method of the user that %s is a message with its line and 2', async (_, result, message) => {
  const config = `import { defineConfig } from 'saliency-sanity';

    export default defineConfig({
      model: 'model', inputs: 'inputs.npy', draws: 2, out: 'never/there',
      methods: [
        'gradient', { name: 'mine', explain: async (model, inputs) => (${result}) },
      ],
    });`;
  await writeFile(join(cwd, 'mine.config.ts'), config);
  const { code, stderr } = await start(['run', '--config', 'mine.config.ts', '--quiet']).outcome;
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^saliency-sanity: /);
  expect(code).toBe(2);
  expect(stderr).toContain('method mine, ');
  expect(existsSync(join(cwd, 'never'))).toBe(false);
});

test.each([
  [
    'a method that ends the process',
    '{ name: "mine", explain: () => process.exit(0) }',
    'mine.config.ts:6: expected no end of the process, found process.exit with code 0',
  ],
  [
    'a rejection that nothing waits for',
    '{ name: "mine", explain: (m, i) => { Promise.reject(new Error("astray")); return i.values; } }',
    'mine.config.ts:6: expected no error, found astray',
  ],
  [
    'one without an error',
    '{ name: "mine", explain: (m, i) => { Promise.reject("astray"); return i.values; } }',
    'expected no error, found the rejection astray',
  ],
  [
    'a configuration that never settles',
    '...await new Promise(() => {})',
    'code of the configuration: expected to come to an end, found a promise that is never settled',
  ],
])(
  '%s is a message and 2, nothing is left, and nobody takes it for a verdict',
  async (_, method, message) => {
    const config = `import { defineConfig } from 'saliency-sanity';

    export default defineConfig({
      model: 'model', inputs: 'inputs.npy', draws: 2, out: 'never/there',
      methods: [
        'gradient', ${method},
      ],
    });`;
    await writeFile(join(cwd, 'mine.config.ts'), config);
    const { code, stdout, stderr } = await start(['run', '--config', 'mine.config.ts', '--quiet']).outcome;
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(existsSync(join(cwd, 'never'))).toBe(false);
  },
);

test('a usage error is a message on standard error and 2', async () => {
  expect(await start(['run', '--modle', 'x']).outcome).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'saliency-sanity: run: unknown argument: modle. Did you mean --model? See npx saliency-sanity run --help.\n',
  });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s stops the run after its present step: 130, and the journal stays',
  async (signal) => {
    const argv = [
      ...['run', '--model', 'model', '--inputs', 'inputs.npy', '--methods', 'smoothgrad'],
      ...['--draws', '1000', '--out', signal, '--quiet'],
    ];
    const { child, outcome } = start(argv);
    const journal = join(cwd, signal, 'journal');
    const begun = () => existsSync(journal) && statSync(journal).size > 0;
    while (!begun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill(signal);
    const { code, stdout, stderr } = await outcome;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain(`--draws 1000 --out ${signal} --quiet --resume\n`);
    expect(stderr).not.toContain('    at ');
    // Maps that were finished by then are kept beside it.
    const left = (await readdir(join(cwd, signal))).filter((name) => name !== 'journal.maps');
    expect(left).toEqual(['journal']);
  },
);

test.runIf(existsSync('/dev/full'))('a full disk under standard output is called one, and is 2', async () => {
  const { outcome } = start(['methods'], openSync('/dev/full', 'w'));
  expect(await outcome).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'saliency-sanity: standard output: expected room to write it, found a full disk (ENOSPC). Make room, or choose another place.\n',
  });
});

test.runIf(existsSync('/dev/full'))('a full disk under standard error takes no result away', async () => {
  // It has a notice to tell.
  const argv = [
    'explain',
    '--model',
    'model',
    '--inputs',
    'inputs.npy',
    '--methods',
    'gradient',
    '--limit',
    '2',
  ];
  const { outcome } = start([...argv, '--out', 'maps', '--json'], 'pipe', openSync('/dev/full', 'w'));
  const { code, stdout } = await outcome;
  expect(JSON.parse(stdout).notices).not.toEqual([]);
  expect(code).toBe(0);
});
