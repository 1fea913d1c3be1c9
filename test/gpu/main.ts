// npm run test:gpu: parity tests and the bench of gradients on every GPU that is there. Options go to the bench.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GPU_ENGINES } from './engines.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Whether a command ended well. Each is a process of its own: a driver that fails takes down no more than that. */
function succeeds(command: readonly string[], name: string): boolean {
  const env = { ...process.env, SALIENCY_SANITY_GPU: name };
  return spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', env }).status === 0;
}

const options = process.argv.slice(2);
const failed: string[] = [];
let present = 0;
for (const [name, engine] of Object.entries(GPU_ENGINES)) {
  const missing = await engine.missing();
  console.log(`\n${engine.options}: ${missing ?? 'is there'}`);
  if (missing !== null) continue;
  present++;
  const parity = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/gpu/vitest.config.ts'];
  if (!succeeds(parity, name)) failed.push(`parity of ${name}`);
  const bench = ['--import', 'jiti/register', 'bench/main.ts', 'networks', '--device', engine.bench];
  if (!succeeds([...bench, ...options], name)) failed.push(`bench of ${name}`);
}
if (present === 0) console.log('\nNo GPU to test.');
else console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}.` : '\nAll passed.');
process.exit(present === 0 || failed.length > 0 ? 1 : 0);
