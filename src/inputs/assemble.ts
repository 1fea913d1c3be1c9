import { createHash } from 'node:crypto';
import { InputError } from '../errors.ts';
import { some } from './folder.ts';
import type { Inputs } from './inputs.ts';

/**
 * Checks preprocessed inputs and gives each its SHA-256. Inputs of equal content are a notice: they count as one
 * observation each, though they are the same. Where a black input has no finite values after preprocessing (a function
 * that divides by an image's own spread), zeros take its place, with a notice.
 * @throws InputError for an input with NaN or infinite values
 */
export function assembleInputs(parts: Omit<Inputs, 'sha256'>): Inputs {
  const { ids, shape, values } = parts;
  const size = shape.reduce((product, n) => product * n, 1);
  const slices = ids.map((_, i) => values.subarray(i * size, (i + 1) * size));
  for (const [i, id] of ids.entries()) checkFinite(slices[i], id);
  const sha256 = slices.map((slice) =>
    createHash('sha256')
      .update(new Uint8Array(slice.buffer, slice.byteOffset, slice.byteLength))
      .digest('hex'),
  );
  const first = new Map<string, string>();
  const repeats: string[] = [];
  for (const [i, id] of ids.entries()) {
    const earlier = first.get(sha256[i]);
    if (earlier === undefined) first.set(sha256[i], id);
    else repeats.push(`${id} = ${earlier}`);
  }
  const notices = [...parts.notices];
  if (repeats.length > 0) {
    notices.push(`inputs of equal content, each counted as an input of its own: ${some(repeats)}`);
  }
  const usable = parts.black.every(Number.isFinite);
  if (!usable) {
    notices.push(
      'preprocessing gives no finite values for a black input: zeros are the baseline of path methods',
    );
  }
  const black = usable ? parts.black : new Float32Array(size);
  return { ...parts, sha256, black, notices };
}

function checkFinite(values: Float32Array, id: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const others = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), -1);
  const more = others > 0 ? ` and ${others} more` : '';
  throw new InputError({
    thing: id,
    expected: 'finite values',
    found: `${values[at]} at index ${at}${more}`,
  });
}
