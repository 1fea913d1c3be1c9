import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onnxDocument } from '../../docs/onnx-table.ts';

test('docs/onnx.md says what the code does; make it anew with docs/make-onnx.ts', () => {
  const written = readFileSync(new URL('../../docs/onnx.md', import.meta.url), 'utf8');
  expect(written).toBe(onnxDocument());
});
