import { describe, expect, test } from 'vitest';
import { TRIES } from './models.ts';

/** `npm run fuzz` goes further. */
const COUNT = 25;

describe('a damaged model is a model or an InputError', () => {
  test.each(Object.keys(TRIES))('%s', async (source) => {
    const fates = new Map<string, number>();
    for (let seed = 1; seed <= COUNT; seed++) {
      const fate = await TRIES[source](seed);
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
    }
    // Damage that is always noticed, or never, would test nothing.
    expect(fates.get('refused')).toBeGreaterThan(0);
    expect(fates.get('accepted')).toBeGreaterThan(0);
  });
});
