import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { bytesInParts } from '../../src/model/bytes-in-parts.ts';

test.each([0, 1, 9, 10, 11, 30])('%i bytes in parts of at most ten are the same bytes', (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => i);
  const parts = [...bytesInParts(bytes, 10)];
  expect(parts.every((part) => part.length <= 10)).toBe(true);
  expect([...Buffer.concat(parts)]).toEqual([...bytes]);
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
});
