import { thrownAt } from './user-frame.ts';

let taker: ((error: unknown) => void) | null = null;

/**
 * While code of the user's own runs, what it throws in a timer or in a promise that nobody waits for goes to `take`, if
 * whoever hears of such errors offers them. Returns what ends that.
 */
export function takeStrayErrors(take: (error: unknown) => void): () => void {
  taker = take;
  return () => {
    if (taker === take) taker = null;
  };
}

/** Offers an error that nothing caught: true where code of the user's own threw it and is waited for. */
export function isTaken(error: unknown): boolean {
  if (taker === null || thrownAt(error) === null) return false;
  taker(error);
  return true;
}
