import { InputError } from '../errors.ts';

/**
 * Chooses inputs evenly over groups (classes): one of the first group, one of the second and so on, then round again.
 * Returns indices into `groups` in the order of choice, so the choice of a smaller limit begins that of a larger one.
 * Groups come in the order in which they first appear, members of a group in theirs. Without a limit all are chosen.
 * @throws InputError for a limit that is no whole number from 1
 */
export function chooseEvenly(groups: readonly unknown[], limit = groups.length): number[] {
  requireLimit(limit, groups.length);
  const members = new Map<unknown, number[]>();
  groups.forEach((group, i) => {
    const own = members.get(group);
    if (own) own.push(i);
    else members.set(group, [i]);
  });
  const chosen: number[] = [];
  const wanted = Math.min(limit, groups.length);
  for (let round = 0; chosen.length < wanted; round++) {
    for (const own of members.values()) {
      if (round < own.length && chosen.length < wanted) chosen.push(own[round]);
    }
  }
  return chosen;
}

/** Throws InputError for a limit that is no whole number from 1; without candidates it may be 0. */
export function requireLimit(limit: number, candidates: number): void {
  if (Number.isInteger(limit) && limit >= Math.min(1, candidates)) return;
  throw new InputError({ thing: 'limit', expected: 'a whole number from 1', found: String(limit) });
}
