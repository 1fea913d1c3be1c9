/** What a class is called, under a key; nothing where there is no class, or nobody says what classes are called. */
export function namedClass<K extends string>(
  key: K,
  of: number | null,
  names: readonly string[] | null,
): Partial<Record<K, string>> {
  return (of === null || names === null ? {} : { [key]: names[of] }) as Partial<Record<K, string>>;
}
