/** Names given as a list or as one string with commas; blanks around names and empty names are dropped. */
export function splitNames(names: string | readonly string[]): string[] {
  const list = typeof names === 'string' ? names.split(',') : names;
  return list.map((name) => name.trim()).filter((name) => name !== '');
}

/** The classes of a configuration as text; null for all. */
export function chosenClasses(classes: string | readonly (string | number)[] | undefined): string[] | null {
  if (classes === undefined) return null;
  return splitNames(typeof classes === 'string' ? classes : classes.map(String));
}
