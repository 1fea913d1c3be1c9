import { InputError } from '../errors.ts';

/** A part of a model that is being run. */
export interface Part {
  /** For messages, for example `model.json: layer conv1`. */
  readonly thing: string;
  /** Kind of layer or operation, for example `Conv1D`. */
  readonly kind: string;
}

const parts = new WeakMap<Error, Part>();

/**
 * Runs `body`; an error that comes out of it is noted to have come from the part that `partOf` tells, and passed on as
 * it is. The innermost part counts.
 */
export function blaming<T>(partOf: () => Part | null, body: () => T): T {
  try {
    return body();
  } catch (error) {
    const part = error instanceof Error && !parts.has(error) ? partOf() : null;
    if (part) parts.set(error as Error, part);
    throw error;
  }
}

/** The InputError that names the part an error came from; any other error as it is. */
export function namingPart(error: unknown): unknown {
  const part = error instanceof Error && !(error instanceof InputError) ? parts.get(error) : undefined;
  return part ? partFault(part, error) : error;
}

/** The refusal of a part that TensorFlow.js cannot run. */
export function partFault({ thing, kind }: Part, cause: unknown, expected = RUNS): InputError {
  return new InputError({ thing, expected, found: `${kind} with ${firstSentence(cause)}` }, { cause });
}

const RUNS = 'an operation that TensorFlow.js runs on what reaches it';

/** What an error of TensorFlow.js says, without its advice. */
export function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError && /call stack/.test(text)) return 'more parts in a row than it can follow';
  return `the error ${JSON.stringify(text.split(/\.\s|\n/, 1)[0].slice(0, 200))}`;
}
