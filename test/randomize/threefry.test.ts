import { expect, test } from 'vitest';
import { threefry } from '../../src/randomize/threefry.ts';

/** Known answers of Threefry-4x32-20 from the distribution of Random123 (Salmon et al. 2011). */
const answers = [
  [[0, 0, 0, 0], [0, 0, 0, 0], '9c6ca96a e17eae66 fc10ecd4 5256a7d8'],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    '2a881696 57012287 f6c7446e a16a6732',
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    '59cd1dbb b8879579 86b5d00c ac8b6d84',
  ],
] as const;

test.each(answers)('counter %j, key %j', (counter, key, expected) => {
  const out = new Uint32Array(4);
  threefry(Uint32Array.from(counter), Uint32Array.from(key), out);
  expect(Array.from(out, (word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(expected);
});
