import { InputError } from './errors.ts';

/** What people write nests a dozen deep, and models within models some hundreds; beyond, code that follows it overflows. */
export const DEEPEST = 500;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BYTE_ORDER_MARK = 0xfeff;

/**
 * The value of a JSON text. A byte order mark before it, which editors on Windows write, is left out (RFC 8259, section
 * 8.1). Throws SyntaxError for what is no JSON, and InputError, about `thing`, for JSON that nests more than 500 deep.
 */
export function parseJson(text: string, thing: string): unknown {
  const own = text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  const value = JSON.parse(own);
  if (!nestsDeeperThan(DEEPEST, own)) return value;
  const expected = `JSON that nests at most ${DEEPEST} deep`;
  throw new InputError({ thing, expected, found: 'a value nested too deeply' });
}

/** Counts brackets outside of texts, in JSON that is known to be well formed. */
function nestsDeeperThan(limit: number, json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      for (at++; json.charCodeAt(at) !== QUOTE; at++) if (json.charCodeAt(at) === BACKSLASH) at++;
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > limit) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}
