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

const undone = new Set<() => void>();

/**
 * Has `undo` called where code of the user's own ends the process from outside of every call: by an error that nobody waits
 * for, or by `process.exit`. Returns what ends that.
 */
export function undoAtStrayEnd(undo: () => void): () => void {
  undone.add(undo);
  return () => {
    undone.delete(undo);
  };
}

/** Calls what is to be undone, each once. */
export function undoAll(): void {
  for (const undo of undone) {
    undone.delete(undo);
    undo();
  }
}

/** Offers an error that nothing caught: true where code of the user's own threw it and is waited for. */
export function isTaken(error: unknown): boolean {
  if (taker === null || thrownAt(error) === null) return false;
  taker(error);
  return true;
}
