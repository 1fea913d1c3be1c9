/** What a rule of the literature sees of one method, at one stage, by one metric. */
export interface RuleQuestion {
  readonly metric: string;
  /** Whether all layers are random at the stage. */
  readonly full: boolean;
  /** Scores of the first draw, one for each image; NaN where undefined. */
  readonly scores: Float64Array;
  /** The score that the same maps would have with the signs of one of them turned; absent where signs play no part. */
  readonly flipped?: (score: number) => number;
  /** Scores of trained maps of different images. */
  readonly floor: Float64Array;
}

/** What the rule makes of it. */
export interface RuleAnswer {
  readonly value: number;
  /** The band that the rule draws, or the bound that it holds the value against at its upper end. */
  readonly low: number | null;
  readonly high: number | null;
  /** Null for a rule that gives no verdict. */
  readonly status: 'passed' | 'failed' | null;
}

/** How somebody else reads the same scores. */
export interface Rule {
  readonly name: string;
  /** One sentence with its source. */
  readonly says: string;
  /** Null where the rule has nothing to say. */
  judge(question: RuleQuestion): RuleAnswer | null;
}
