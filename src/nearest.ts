/** More suggestions than these are a list, not a hint. */
const MOST = 3;

/**
 * Names from `known` that a mistyped `name` may have meant, best first, at most three; empty where none is near. Case
 * is ignored. A name is near when it contains what was typed (or is contained in it, from three letters on), or when a
 * third of its letters or fewer, but at least one, would have to be edited.
 */
export function nearestNames(name: string, known: Iterable<string>): string[] {
  const typed = name.toLowerCase();
  const near: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(known)) {
    const distance = distanceTo(typed, candidate.toLowerCase());
    if (distance !== null) near.push({ candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance);
  return near.slice(0, MOST).map(({ candidate }) => candidate);
}

function distanceTo(typed: string, candidate: string): number | null {
  const [shorter, longer] = typed.length < candidate.length ? [typed, candidate] : [candidate, typed];
  const limit = Math.max(1, Math.floor(candidate.length / 3));
  const gap = longer.length - shorter.length;
  // The gap is a lower bound of the edits: a hostile name of a million letters is never walked.
  const edits = gap > limit ? Number.POSITIVE_INFINITY : editDistance(typed, candidate);
  if (edits <= limit) return edits;
  // A part of a name is a weaker hint than a typing error, and weaker the less of the name it is.
  return shorter.length >= 3 && longer.includes(shorter) ? limit + gap : null;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment) between two strings. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(substituted, last[j] + 1, row[j - 1] + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
