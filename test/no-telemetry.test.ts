import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { TELEMETRY_SWITCH } from '../src/no-telemetry.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The environment without the switch, which this process has set itself. */
function unset(): NodeJS.ProcessEnv {
  const { [TELEMETRY_SWITCH]: _, ...env } = process.env;
  return env;
}

function switchAfter(module: string, env: NodeJS.ProcessEnv): string {
  const script = `await import('./${module}'); process.stdout.write(String(process.env.${TELEMETRY_SWITCH}));`;
  const argv = ['--import', 'jiti/register', '--input-type=module', '--eval', script];
  const { stdout, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, env, encoding: 'utf8' });
  return stdout || stderr;
}

test('telemetry is switched off where its user has not set it', () => {
  const module = 'src/engine/onnx-runtime.ts';
  expect(switchAfter(module, unset())).toBe('1');
  expect(switchAfter(module, { ...unset(), [TELEMETRY_SWITCH]: '0' })).toBe('0');
});

test.each(['cli/main.ts', 'index.ts', 'vitest/index.ts', 'vitest/reporter.ts', 'engine/onnx-runtime.ts'])(
  '%s does it before anything else',
  (module) => {
    const [first] = /^(?:import|export) .*$/m.exec(readFileSync(join(ROOT, 'src', module), 'utf8'))!;
    expect(first).toMatch(/^import '(\.\.?\/)no-telemetry\.ts';$/);
  },
);

test('ONNX Runtime is loaded in one place, behind the switch', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const loading = sources.filter((name) =>
    /^(import|export) (?!type)[^;]*from 'onnxruntime-node'|import\('onnxruntime-node'\)/m.test(
      readFileSync(join(ROOT, 'src', name), 'utf8'),
    ),
  );
  expect(loading).toEqual([join('engine', 'onnx-runtime.ts')]);
});

test.each([
  ['refuses to load it in a worker thread, which cannot set the switch', unset(), /^InputError/],
  [
    'loads it there where the process was started with it',
    { ...unset(), [TELEMETRY_SWITCH]: '1' },
    /^onnxruntime$/,
  ],
])('the engine %s', async (_, env, expected) => {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
    const { createJiti } = require('jiti');
    const options = { engine: 'compiled', backend: 'cpu', blocked: 'off', threads: 1, notify() {} };
    createJiti(${JSON.stringify(ROOT)}).import('./src/engine/create.ts')
      .then(({ createEngine }) => createEngine(options))
      .then(({ backend }) => parentPort.postMessage(backend), (error) => parentPort.postMessage(String(error)));`,
    { eval: true, env },
  );
  const answer = await new Promise<string>((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
  });
  await worker.terminate();
  expect(answer).toMatch(expected);
  if (answer.startsWith('InputError')) {
    expect(answer).toMatchInlineSnapshot(
      `"InputError: engine compiled: expected the variable ORT_DISABLE_TELEMETRY in the environment of the process, found none, in a worker thread, which cannot set it. Set ORT_DISABLE_TELEMETRY=1 (0 lets ONNX Runtime record and send), import saliency-sanity in the main thread first, or run vitest with pool: 'forks', its default."`,
    );
  }
});
