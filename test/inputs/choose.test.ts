import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseEvenly } from '../../src/inputs/choose.ts';

describe('chooseEvenly', () => {
  it.each([
    ['nothing', [], 5, []],
    ['one group in order', ['a', 'a', 'a'], 2, [0, 1]],
    ['one of each group before the second of any', ['a', 'a', 'b', 'b', 'c'], 4, [0, 2, 4, 1]],
    ['all of a small group, then the others', ['a', 'b', 'b', 'b'], 4, [0, 1, 2, 3]],
    ['inputs without a label as a group of their own', [null, null, 1, 1], 3, [0, 2, 1]],
  ])('%s', (_, groups, limit, expected) => {
    expect(chooseEvenly(groups, limit)).toEqual(expected);
  });

  it('takes each index at most once, and counts of groups differ by one unless a group is used up', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1 }), fc.integer({ min: 1, max: 60 }), (groups, limit) => {
        const chosen = chooseEvenly(groups, limit);
        expect(new Set(chosen).size).toBe(Math.min(limit, groups.length));
        const counts = new Map([...new Set(groups)].map((group) => [group, 0]));
        for (const i of chosen) counts.set(groups[i], counts.get(groups[i])! + 1);
        const most = Math.max(...counts.values());
        for (const [group, count] of counts) {
          const size = groups.filter((other) => other === group).length;
          expect(count).toBeGreaterThanOrEqual(Math.min(size, most - 1));
        }
      }),
      { seed: 3 },
    );
  });

  it('a smaller limit is the beginning of a larger one', () => {
    const groups = [0, 0, 1, 2, 2, 2, 1, 0];
    const all = chooseEvenly(groups);
    for (let limit = 1; limit <= groups.length; limit++) {
      expect(chooseEvenly(groups, limit)).toEqual(all.slice(0, limit));
    }
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a limit of %s', (limit) => {
    expect(() => chooseEvenly([1, 2], limit)).toThrow('limit: expected a whole number from 1');
  });
});
