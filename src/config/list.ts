/** Names given as a list or as one string with commas; blanks around names and empty names are dropped. */
export function splitNames(names: string | readonly string[]): string[] {
  const list = typeof names === 'string' ? names.split(',') : names;
  return list.map((name) => name.trim()).filter((name) => name !== '');
}
