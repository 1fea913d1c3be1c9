import { describe, expect, test } from 'vitest';
import { mergeConfig } from '../../src/config/load.ts';
import type { PartialConfig } from '../../src/config/schema.ts';

const named = { model: 'm', inputs: 'i' };

describe('a quick run', () => {
  test.each<[string, PartialConfig, PartialConfig, object]>([
    ['is not the default', {}, {}, { limit: undefined, draws: undefined }],
    ['has numbers of its own', { quick: true }, {}, { limit: 8, draws: 3 }],
    ['leaves numbers of the same part', { quick: true, limit: 20 }, {}, { limit: 20, draws: 3 }],
    ['wins over the file', { limit: 64, draws: 9 }, { quick: true }, { limit: 8, draws: 3 }],
    ['gives way to other options', { limit: 64 }, { quick: true, draws: 5 }, { limit: 8, draws: 5 }],
    ['gives way to options alone', { quick: true }, { draws: 7 }, { limit: 8, draws: 7 }],
    ['can be taken back', { quick: true, draws: 4 }, { quick: false }, { limit: undefined, draws: 4 }],
    ['takes no undefined for a number', {}, { quick: true, limit: undefined }, { limit: 8, draws: 3 }],
  ])('%s', (_, file, options, expected) => {
    const { limit, draws } = mergeConfig([{ ...named, ...file }, options]);
    expect({ limit, draws }).toEqual(expected);
  });
});
