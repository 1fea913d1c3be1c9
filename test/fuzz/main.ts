import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm run fuzz [-- COUNT [SEED]]`: damages the networks of the repository COUNT times each (1000 by default), in
 * processes that are ended where one model takes more than a minute. Prints what is neither a model nor an InputError,
 * with the seed that makes it again, and exits with 1 where there was something.
 */
const [count = 1000, first = 1] = process.argv.slice(2).map(Number);
const CHUNK = 50;
const LIMIT_MS = 60_000;
const child = fileURLToPath(new URL('child.ts', import.meta.url));

/** Resolves to the next seed to go on from. */
function run(network: string, from: number, to: number): Promise<{ next: number; faults: string[] }> {
  return new Promise((resolve) => {
    const faults: string[] = [];
    let next = from;
    const args = ['--import', 'jiti/register', child, network, String(from), String(to)];
    const worker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const hang = () => {
      faults.push(`${network}, seed ${next}: more than ${LIMIT_MS / 1000} s`);
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
      if (code !== 0 && code !== null) faults.push(`${network}, seed ${next++}: exit ${code}`);
      resolve({ next, faults });
    });
  });
}

const { NETWORKS } = await import('./models.ts');
const all: string[] = [];
for (const network of NETWORKS) {
  let from = first;
  while (from < first + count) {
    const { next, faults } = await run(network, from, Math.min(from + CHUNK, first + count));
    all.push(...faults);
    for (const fault of faults) process.stdout.write(`${fault}\n`);
    from = next;
  }
  process.stdout.write(`${network}: ${count} damaged models\n`);
}
process.exitCode = all.length > 0 ? 1 : 0;
