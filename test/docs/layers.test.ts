import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { layersDocument } from '../../docs/layer-table.ts';

test('docs/layers.md says what the code does; make it anew with docs/make-layers.ts', () => {
  const written = readFileSync(new URL('../../docs/layers.md', import.meta.url), 'utf8');
  expect(written).toBe(layersDocument());
});
