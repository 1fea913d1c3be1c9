import jsTokens, { type Token } from 'js-tokens';

export type KeyPath = readonly PropertyKey[];

/** An object or array literal: where its keys or elements stand, and the literals that are their values. */
interface Literal {
  readonly entries: Map<string, { readonly line: number; child: Literal | null }>;
}

/** A bracket that is open: a literal with the key that is being read, or null for what only groups. */
interface Open {
  readonly literal: Literal | null;
  readonly array: boolean;
  key: string | null;
  /** Whether the next name is a key. */
  atKey: boolean;
}

/**
 * The line, from 1, of a key of the configuration that a source text in JSON, JavaScript or TypeScript writes; where the
 * key stands elsewhere, that of the longest part of its path that is there. Null where none of it is.
 *
 * The text is not evaluated: of all literals in it, the configuration is taken to be the one that has most of its keys.
 */
export function keyLine(source: string, configuration: object, path: KeyPath): number | null {
  const keys = Object.keys(configuration);
  const score = ({ entries }: Literal) => keys.filter((key) => entries.has(key)).length;
  const roots = literalsOf(source).toSorted((a, b) => score(b) - score(a));
  let literal: Literal | null = roots.length > 0 && score(roots[0]) > 0 ? roots[0] : null;
  let line: number | null = null;
  for (const part of path) {
    const entry = literal?.entries.get(String(part));
    if (!entry) break;
    line = entry.line;
    literal = entry.child;
  }
  return line;
}

/** Every literal that is not part of another one. */
function literalsOf(source: string): Literal[] {
  const roots: Literal[] = [];
  const open: Open[] = [];
  let line = 1;
  for (const token of jsTokens(source)) {
    const inner = open.at(-1);
    if (inner) nameEntry(inner, token, line);
    if (opens(token)) {
      const literal = token.value === '{' || token.value === '[' ? { entries: new Map() } : null;
      if (literal && !adopted(inner, literal)) roots.push(literal);
      const array = token.value === '[';
      open.push({ literal, array, key: array ? '0' : null, atKey: !array });
    } else if (closes(token)) open.pop();
    line += token.value.split('\n').length - 1;
  }
  return roots;
}

/** Takes note of the key or element that begins with a token. */
function nameEntry(inner: Open, token: Token, line: number): void {
  const { literal, array } = inner;
  if (!literal || isBlank(token) || closes(token)) return;
  if (token.value === ',') {
    if (array) inner.key = String(Number(inner.key) + 1);
    inner.atKey = true;
  } else if (array) {
    if (!literal.entries.has(inner.key!)) literal.entries.set(inner.key!, { line, child: null });
  } else if (inner.atKey && isName(token)) {
    // A second name is the key, the first one was `async` or the like.
    inner.key = token.type === 'StringLiteral' ? token.value.slice(1, -1) : token.value;
    literal.entries.set(inner.key, { line, child: null });
  } else inner.atKey = false;
}

/** Makes a literal the value of the key before it; false where there is none. */
function adopted(inner: Open | undefined, literal: Literal): boolean {
  const entry = inner?.literal?.entries.get(inner.key ?? '');
  if (!entry) return false;
  entry.child ??= literal;
  return true;
}

const opens = ({ type, value }: Token): boolean =>
  type === 'TemplateHead' || (type === 'Punctuator' && ['{', '[', '('].includes(value));

const closes = ({ type, value }: Token): boolean =>
  type === 'TemplateTail' || (type === 'Punctuator' && ['}', ']', ')'].includes(value));

const isName = ({ type }: Token): boolean =>
  type === 'IdentifierName' || type === 'StringLiteral' || type === 'NumericLiteral';

const isBlank = ({ type }: Token): boolean =>
  ['WhiteSpace', 'LineTerminatorSequence', 'MultiLineComment', 'SingleLineComment'].includes(type);
