import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../src/errors.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The line of a program's output that says why it failed, as well as can be told. */
function reason(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return (lines.findLast((line) => /\berror\b/i.test(line)) ?? lines.at(-1) ?? 'no message')
    .trim()
    .replace(/\.$/, '');
}

/** Runs a program of the set-up to its end. Throws InputError, with one line, where it is missing or fails. */
export function requireProgram(program: string, argv: readonly string[], expected: string): void {
  const { error, status, stdout, stderr } = spawnSync(program, argv, { cwd: ROOT, encoding: 'utf8' });
  if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new InputError({ thing: 'tfjs-node', expected, found: `no program ${program}` });
  }
  if (error || status !== 0) {
    const found = error ? error.message : reason(`${stdout}\n${stderr}`);
    throw new InputError({ thing: 'tfjs-node', expected, found: `${program}: ${found}` });
  }
}
