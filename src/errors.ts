/** What an input error is about: the thing, what was expected of it and what was found. */
export interface InputErrorParts {
  /** The file, option, layer or value at fault, as its user named it. */
  readonly thing: string;
  readonly expected: string;
  readonly found: string;
  /** A remedy, for example the nearest known names. */
  readonly hint?: string;
}

/**
 * A fault in what the user gave: options, models, images, labels. Its message names the thing, what was expected and
 * what was found; the command line prints it without a stack and exits with code 2.
 */
export class InputError extends Error {
  readonly parts: InputErrorParts;

  constructor(parts: InputErrorParts, options?: ErrorOptions) {
    const hint = parts.hint ? ` ${parts.hint}` : '';
    super(`${parts.thing}: expected ${parts.expected}, found ${parts.found}.${hint}`, options);
    this.name = 'InputError';
    this.parts = parts;
  }
}
