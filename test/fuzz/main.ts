import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm run fuzz [-- SOURCE...] [COUNT [SEED]]`: damages the models of every source, or of those named (`onnx`), COUNT times
 * (1000 by default), in processes that are ended where one model takes more than a minute. Prints what is neither a model nor an InputError,
 * with the seed that makes it again, and exits with 1 where there was something.
 */
const words = process.argv.slice(2);
const [count = 1000, first = 1] = words.filter((word) => /^\d+$/.test(word)).map(Number);
const named = words.filter((word) => !/^\d+$/.test(word));
const CHUNK = 50;
const LIMIT_MS = 60_000;
const child = fileURLToPath(new URL('child.ts', import.meta.url));

/** Resolves to the next seed to go on from. */
function run(source: string, from: number, to: number): Promise<{ next: number; faults: string[] }> {
  return new Promise((resolve) => {
    const faults: string[] = [];
    let next = from;
    const args = ['--import', 'jiti/register', child, source, String(from), String(to)];
    const worker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const hang = () => {
      faults.push(`${source}, seed ${next}: more than ${LIMIT_MS / 1000} s`);
      next++;
      worker.kill('SIGKILL');
    };
    let timer = setTimeout(hang, LIMIT_MS);
    worker.stdout.on('data', (chunk: Buffer) => {
      clearTimeout(timer);
      timer = setTimeout(hang, LIMIT_MS);
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        if (line.startsWith('fault ')) faults.push(line.slice(6));
        next++;
      }
    });
    worker.on('exit', (code) => {
      clearTimeout(timer);
      if (code !== 0 && code !== null) faults.push(`${source}, seed ${next++}: exit ${code}`);
      resolve({ next, faults });
    });
  });
}

const { TRIES } = await import('./models.ts');
const unknown = named.find((name) => !Object.hasOwn(TRIES, name));
if (unknown !== undefined)
  throw new Error(`${unknown}: no source, those are ${Object.keys(TRIES).join(', ')}`);
const all: string[] = [];
for (const source of named.length > 0 ? named : Object.keys(TRIES)) {
  let from = first;
  while (from < first + count) {
    const { next, faults } = await run(source, from, Math.min(from + CHUNK, first + count));
    all.push(...faults);
    for (const fault of faults) process.stdout.write(`${fault}\n`);
    from = next;
  }
  process.stdout.write(`${source}: ${count} damaged models\n`);
}
process.exitCode = all.length > 0 ? 1 : 0;
