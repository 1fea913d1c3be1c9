/**
 * On which side of a gate a method is right: `change`, at most so much is retained; `stay`, at least so much; `beats`, the
 * score lies above that of its control.
 */
export type Expects = 'change' | 'stay' | 'beats';

/** How the depth of a check is spoken of, whose stages add to each other: `place` of them are random, from 1. */
export interface DepthWords {
  /** After "once": "the top 3 of 10 layers are random". */
  made(place: number, stages: number): string;
  /** The same where the sentence has said it before: "the top 5". */
  more(place: number, stages: number): string;
  /** What follows where the map has changed at the first place: "what the output layer learned shows in it". */
  readonly shows: string;
  /** What follows where it has not at so many: "what the top 2 layers learned does not show in it". */
  hides(random: number, stages: number): string;
}

/** How the sentences of a verdict speak of a check. */
export interface VerdictWords {
  /** One repetition, in the singular: `draw`, `permutation`. */
  readonly repetition: string;
  /** How many repetitions are usual, in words; null where nothing is usual. */
  readonly usual: string | null;
  /** What the trained model is compared with, in the plural. */
  readonly models: string;
  /** What is compared where maps are all alike; "trained and random models" where nothing is said. */
  readonly pair?: string;
  /** Says why nothing of the check applies to a method; in general words where nothing is said. */
  readonly notApplicable?: string;
  /** The reason of a failure, where it has a name of its own. */
  readonly worse?: 'worse-than-random';
  /** What a map does not depend on that never changes: "the weights". */
  readonly cause: string;
  /** Says that a map does not change at all, and what it means. */
  readonly unchanged: string;
  /** How many layers had to be random before maps changed; absent where stages do not add to each other. */
  readonly depth?: DepthWords;
  /** What was done, for example "after the output layer is random". `condition` is the name that a gate gives. */
  after(condition: string): string;
}
