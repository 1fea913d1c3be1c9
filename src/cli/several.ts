/**
 * A command line in which an option of a list or a number stands once: the values of a list are added to the first, with commas
 * between them, and of numbers the last counts. All are names of options, without dashes.
 */
export function gathered(
  argv: readonly string[],
  lists: ReadonlySet<string>,
  numbers: ReadonlySet<string>,
): string[] {
  const words: string[] = [];
  const places = new Map<string, number>();
  for (let at = 0; at < argv.length; at++) {
    const [, name, joined] = /^--([^=]+)(?:=(.*))?$/s.exec(argv[at]) ?? [];
    const value = joined ?? argv[at + 1];
    // What is missing is for the parser to name.
    if (
      name === undefined ||
      !(lists.has(name) || numbers.has(name)) ||
      value === undefined ||
      (joined === undefined && /^-(?!\d)/.test(value))
    ) {
      words.push(argv[at]);
      continue;
    }
    if (joined === undefined) at++;
    const place = places.get(name);
    if (place !== undefined)
      words[place] = lists.has(name) ? `${words[place]},${value}` : `--${name}=${value}`;
    else places.set(name, words.push(`--${name}=${value}`) - 1);
  }
  return words;
}
