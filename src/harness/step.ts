/** Where a run is: one stage of one check in one draw. */
export interface StepKey {
  readonly draw: number;
  readonly order: string;
  readonly stage: string;
}

/** Everything that a run keeps of one step: plain JSON values, so that a journal gives them back bit for bit. */
export interface Step extends StepKey {
  readonly coverage: number;
  readonly logitShift: number;
  /** Method, then metric: one score per input against the trained map, null where undefined. */
  readonly scores: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
  /** Share of map values that are zero in the trained and in the random map, by method. */
  readonly sharedZeros: Readonly<Record<string, number>>;
  /** At the full stage, scores against the fully random or newly trained model of the draw before; else null. */
  readonly againstRandom: Step['scores'] | null;
}

export const stepName = ({ draw, order, stage }: StepKey): string => `${draw} ${order} ${stage}`;

/** Scores as JSON keeps them. */
export const toJson = (scores: Float64Array): (number | null)[] =>
  Array.from(scores, (v) => (Number.isNaN(v) ? null : v));

export const fromJson = (scores: readonly (number | null)[]): Float64Array =>
  Float64Array.from(scores, (v) => v ?? Number.NaN);
