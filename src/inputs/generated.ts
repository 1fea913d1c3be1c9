import { InputError } from '../errors.ts';
import { errorText } from '../user-frame.ts';
import { MOST_VALUES } from './npy-header.ts';

/** An input with its class. */
export interface Example {
  /** One input, row-major: bytes, which are preprocessed, or float values, which are taken as they are. */
  readonly values: Float32Array | Uint8Array;
  /** Class index. */
  readonly label: number;
}

/** Makes examples one by one. It may be an (async) generator function, and go on for ever where a limit is set. */
export type DatasetGenerator = () => Iterable<Example> | AsyncIterable<Example>;

/**
 * The examples of a generator, up to a limit.
 * @throws InputError for examples of another form, size or kind of array, for none, for more than fit into memory, and
 * for an error that the generator throws
 */
export async function collectExamples(
  generator: DatasetGenerator,
  shape: readonly number[],
  limit?: number,
): Promise<{ values: Float32Array | Uint8Array; labels: number[] }> {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const most = Math.min(limit ?? Number.POSITIVE_INFINITY, Math.floor(MOST_VALUES / size));
  const parts: (Float32Array | Uint8Array)[] = [];
  const labels: number[] = [];
  try {
    for await (const example of generator()) {
      if (parts.length === most) {
        if (limit === undefined) throw refusal(`at most ${most} examples`, 'more', 'Set a limit.');
        break;
      }
      requireExample(example, size, parts);
      parts.push(example.values);
      labels.push(example.label);
      if (parts.length === limit) break;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const found = errorText(error);
    throw new InputError(
      { thing: 'generated examples', expected: 'examples { values, label }', found },
      { cause: error },
    );
  }
  if (parts.length === 0) throw refusal('at least one example', 'none');
  const values =
    parts[0] instanceof Uint8Array
      ? new Uint8Array(parts.length * size)
      : new Float32Array(parts.length * size);
  for (const [i, part] of parts.entries()) values.set(part, i * size);
  return { values, labels };
}

function requireExample(example: Example, size: number, before: readonly object[]): void {
  const values: unknown = example?.values;
  const thing = `example ${before.length}`;
  if (!(values instanceof Float32Array || values instanceof Uint8Array)) {
    throw refusal(`${thing} with values in a Float32Array or Uint8Array`, typeof values);
  }
  if (values.length !== size) throw refusal(`${thing} of ${size} values`, `${values.length} values`);
  const first = before[0];
  if (first && first.constructor !== values.constructor) {
    throw refusal(
      `${thing} with values in a ${first.constructor.name}, as the first`,
      values.constructor.name,
    );
  }
  if (typeof example.label !== 'number') {
    throw refusal(`${thing} with a class index as label`, typeof example.label);
  }
}

function refusal(expected: string, found: string, hint?: string): InputError {
  return new InputError({ thing: 'generated examples', expected, found, hint });
}
