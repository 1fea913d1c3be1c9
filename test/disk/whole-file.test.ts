import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { draftIn } from '../../src/disk/drafts.ts';
import { writeWholeFile } from '../../src/disk/whole-file.ts';
import { writeFault } from '../../src/disk/write-fault.ts';
import { InputError } from '../../src/errors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disk-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeWholeFile', () => {
  it('writes text, bytes and parts, into a folder that it makes', async () => {
    const path = join(folder, 'new/file');
    await writeWholeFile(path, 'text');
    expect(await readFile(path, 'utf8')).toBe('text');
    await writeWholeFile(path, [Uint8Array.of(97), 'b', Uint8Array.of(99)], { synced: true });
    expect(await readFile(path, 'utf8')).toBe('abc');
    expect(await readdir(join(folder, 'new'))).toEqual(['file']);
  });

  it('replaces a link to a file and leaves what it points to', async () => {
    await writeFile(join(folder, 'other'), 'kept');
    await symlink('other', join(folder, 'link'));
    await writeWholeFile(join(folder, 'link'), 'new');
    expect(await readFile(join(folder, 'other'), 'utf8')).toBe('kept');
    expect(await readFile(join(folder, 'link'), 'utf8')).toBe('new');
  });

  // A device that is always full.
  it.runIf(existsSync('/dev/full'))('writes to a device as it is, and calls a full disk one', async () => {
    await symlink('/dev/full', join(folder, 'full'));
    for (const path of ['/dev/full', join(folder, 'full')]) {
      const error = await writeWholeFile(path, 'text').catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message.replace(folder, '<folder>')).toMatch(
        /full: expected room to write it, found a full disk \(ENOSPC\)\. Make room, or choose another place\.$/,
      );
    }
    expect(await readdir(folder)).toEqual(['full']);
    await writeWholeFile('/dev/null', 'text');
    expect(
      (
        await open('/dev/null').then(async (file) => [await file.stat(), await file.close()] as const)
      )[0].isFile(),
    ).toBe(false);
  });
});

describe('drafts that a kill left', () => {
  const machine = () => basename(draftIn('.')).split('-')[1];
  // No process has a number above 2^22 on Linux, or above 99998 on macOS.
  const DEAD = 999999999;

  it('are removed by the next file that is written there; those of others stay', async () => {
    const day = new Date(Date.now() - 25 * 60 * 60 * 1000);
    const files = {
      dead: `.draft-${machine()}-${DEAD}-0123456789ab`,
      'of this process': `.draft-${machine()}-${process.pid}-0123456789ab`,
      'of another machine': `.draft-ffffffff-${DEAD}-0123456789ab`,
      'of another machine, a day old': `.draft-ffffffff-${DEAD}-0123456789ac`,
      "the user's own": '.draft-of-a-letter',
      'of another program': 'model.part',
    };
    for (const name of Object.values(files)) await writeFile(join(folder, name), '');
    await utimes(join(folder, files['of another machine, a day old']), day, day);
    await writeWholeFile(join(folder, 'report.json'), '{}');
    const left = [
      files['of this process'],
      files['of another machine'],
      files["the user's own"],
      files['of another program'],
    ];
    expect((await readdir(folder)).sort()).toEqual([...left, 'report.json'].sort());
  });

  it('are not looked for in a folder that is none', async () => {
    await mkdir(join(folder, 'a'));
    await writeFile(join(folder, 'a/file'), '');
    await expect(writeWholeFile(join(folder, 'a/file/below'), '')).rejects.toThrow(InputError);
  });
});

test.each([
  [
    'ENOSPC',
    'out: expected room to write it, found a full disk (ENOSPC). Make room, or choose another place.',
  ],
  [
    'EDQUOT',
    'out: expected room to write it, found a disk quota that is used up (EDQUOT). Make room, or choose another place.',
  ],
  [
    'EACCES',
    'out: expected a folder that can be written, found no permission. Choose another folder with --out.',
  ],
])('%s in words', (code, message) => {
  expect(writeFault('out', Object.assign(new Error('x'), { code, syscall: 'write' }))?.message).toBe(message);
});

test('what is no error of the file system is not the user’s', () => {
  expect(writeFault('out', new TypeError('x'))).toBeNull();
});
