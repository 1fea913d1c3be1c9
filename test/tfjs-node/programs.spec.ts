import { expect, test } from 'vitest';
import { requireProgram } from './programs.ts';

const failing = (script: string) => () => requireProgram(process.execPath, ['-e', script], 'a compiler');

test('a missing program is named', () => {
  expect(() => requireProgram('no-such-compiler', [], 'a compiler')).toThrowErrorMatchingInlineSnapshot(
    `[InputError: tfjs-node: expected a compiler, found no program no-such-compiler.]`,
  );
});

test.each([
  [
    'its line with an error',
    'console.error("a.cc: fatal error: no b.h\\nstopped"); process.exit(1)',
    /: a\.cc: fatal error: no b\.h\.$/,
  ],
  ['its last line', 'console.log("one\\ntwo"); process.exit(1)', /: two\.$/],
  ['that it said nothing', 'process.exit(1)', /: no message\.$/],
])('a program that fails is quoted: %s', (_, script, message) => {
  expect(failing(script)).toThrow(message);
});
