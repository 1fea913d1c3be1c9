import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from '../../src/disk/make-folder.ts';

const top = mkdtempSync(join(tmpdir(), 'disk-'));
afterAll(() => rmSync(top, { recursive: true }));

test('makes what is missing and returns the outermost', () => {
  expect(makeFolder(join(top, 'a/b/c'))).toBe(join(top, 'a'));
  expect(statSync(join(top, 'a/b/c')).isDirectory()).toBe(true);
  expect(makeFolder(join(top, 'a/b/c'))).toBeUndefined();
  expect(makeFolder(join(top, 'a/d'))).toBe(join(top, 'a/d'));
  symlinkSync('a', join(top, 'link'));
  expect(makeFolder(join(top, 'link/b'))).toBeUndefined();
});

test('throws what the system says below a file', () => {
  writeFileSync(join(top, 'file'), '');
  expect(() => makeFolder(join(top, 'file'))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(top, 'file/below'))).toThrow(/EEXIST|ENOTDIR/);
});

// Where Node's own way has no end.
test.runIf(existsSync('/proc/self'))('throws in a folder that takes no others', () => {
  expect(() => makeFolder('/proc/none/of/these')).toThrow(/ENOENT|EACCES|EPERM/);
});
