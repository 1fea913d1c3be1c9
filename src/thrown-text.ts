/** What was thrown, in words: the message of an error, else the value itself. Code of the user's own may throw anything. */
export function thrownText(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.message) : String(thrown);
  } catch {
    // No object need have words of its own, and a getter may throw in its turn.
    return 'a value that cannot be shown';
  }
}
