import { join } from 'node:path';
import { expect, test } from 'vitest';
import { placeText, thrownAt, userFrame } from '../src/user-frame.ts';

const OWN = join(process.cwd(), 'src');

function withFrames(...frames: readonly string[]): Error {
  return Object.assign(new Error('x'), {
    stack: ['Error: x', ...frames.map((at) => `    at ${at}`)].join('\n'),
  });
}

test.each([
  ['a function', ['mine (/elsewhere/config.ts:4:12)'], '/elsewhere/config.ts:4'],
  ['no function', ['/elsewhere/config.ts:4:12'], '/elsewhere/config.ts:4'],
  [
    'an address',
    ['async Object.explain (file:///else%20where/config.mjs?t=1:4:12)'],
    '/else where/config.mjs:4',
  ],
  ['parentheses in a path', ['f (/else (where)/config.ts:9:1)'], '/else (where)/config.ts:9'],
  ['the working folder', [`f (${join(process.cwd(), 'a/config.ts')}:2:1)`], 'a/config.ts:2'],
  ['what it called', [`g (${OWN}/engine/x.ts:1:1)`, 'f (/c.ts:2:3)', 'e (/d.ts:1:1)'], '/c.ts:2'],
  [
    'an installed package',
    ['g (/p/node_modules/lib/x.js:1:1)', 'new Promise (<anonymous>)', 'f (/c.ts:2:3)'],
    '/c.ts:2',
  ],
  ['Node', ['readFileSync (node:fs:1:1)', 'f (/c.ts:2:3)'], '/c.ts:2'],
  [
    'nothing of the user',
    [`g (${OWN}/engine/x.ts:1:1)`, 'g (/p/node_modules/lib/x.js:1:1)', 'node:fs:1:2'],
    null,
  ],
])('userFrame of a stack with %s', (_, frames, place) => {
  expect(userFrame(withFrames(...frames))).toBe(place);
});

test('userFrame of what is no error is null', () => {
  for (const thrown of [undefined, null, 'text', { stack: 'at f (/c.ts:1:1)' }])
    expect(userFrame(thrown)).toBeNull();
});

test('thrownAt wants the user to have thrown', () => {
  expect(thrownAt(withFrames('Timeout.f (/c.ts:2:3)', 'listOnTimeout (node:internal/timers:1:1)'))).toBe(
    '/c.ts:2',
  );
  expect(thrownAt(withFrames(`g (${OWN}/engine/x.ts:1:1)`, 'f (/c.ts:2:3)'))).toBeNull();
});

test('placeText is relative within the working folder alone', () => {
  expect(placeText(join(process.cwd(), 'c.ts'), 1)).toBe('c.ts:1');
  expect(placeText(join(process.cwd(), '../c.ts'), 1)).toBe(join(process.cwd(), '../c.ts:1'));
});
