/**
 * A command line in which an option that takes a list stands once: the values of the others are added to the first, with commas
 * between them. `names` are those options, without dashes.
 */
export function gathered(argv: readonly string[], names: ReadonlySet<string>): string[] {
  const words: string[] = [];
  const places = new Map<string, number>();
  for (let at = 0; at < argv.length; at++) {
    const [, name, joined] = /^--([^=]+)(?:=(.*))?$/s.exec(argv[at]) ?? [];
    const value = joined ?? argv[at + 1];
    // What is missing is for the parser to name.
    if (
      name === undefined ||
      !names.has(name) ||
      value === undefined ||
      (joined === undefined && value.startsWith('-'))
    ) {
      words.push(argv[at]);
      continue;
    }
    if (joined === undefined) at++;
    const place = places.get(name);
    if (place !== undefined) words[place] += `,${value}`;
    else places.set(name, words.push(`--${name}=${value}`) - 1);
  }
  return words;
}
