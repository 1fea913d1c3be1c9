const REPRODUCE = 'Reproduce: ';

/** An explanation as its sentences and the command with which it ends, if it has one. */
export function explanationParts(explanation: string): { sentences: string; command: string | null } {
  const at = explanation.lastIndexOf(REPRODUCE);
  if (at < 0) return { sentences: explanation, command: null };
  return {
    sentences: explanation.slice(0, at).trim(),
    command: explanation.slice(at + REPRODUCE.length).trim(),
  };
}
