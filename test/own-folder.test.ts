import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { OWN, ROOT } from '../src/own-folder.ts';

test('the folder of the code and that of the package', () => {
  expect(basename(OWN)).toBe('src');
  expect(existsSync(join(OWN, 'index.ts'))).toBe(true);
  expect(existsSync(join(ROOT, 'package.json'))).toBe(true);
});
