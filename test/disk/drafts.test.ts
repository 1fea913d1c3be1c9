import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lives } from '../../src/disk/drafts.ts';

test('this process lives, one that nobody has does not', () => {
  expect(lives(process.pid)).toBe(true);
  expect(lives(2 ** 30)).toBe(false);
});

test.skipIf(!existsSync('/proc/self/stat'))(
  'a process that has ended does not live, though its parent has not heard of it',
  async () => {
    // The shell becomes a program that never asks for the end of its child.
    const parent = spawn('sh', ['-c', 'sleep .05 & echo $!; exec sleep 30'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [said] = await once(parent.stdout, 'data');
    const child = Number(said);
    await expect.poll(() => lives(child), { timeout: 10_000 }).toBe(false);
    expect(existsSync(`/proc/${child}`)).toBe(true);
    expect(lives(parent.pid!)).toBe(true);
    parent.kill();
  },
);
