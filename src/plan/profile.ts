/** One of the questions of a profile, as a run puts it. */
export interface Criterion {
  /** As the profile calls it: `utility`. */
  readonly name: string;
  /** The check that answers it. */
  readonly check: string;
  /** Names of the stages whose gates do; null where the verdict of the check does. */
  readonly stages: readonly string[] | null;
}

/** The profile that the checks of a run came with, as it fits the run. */
export interface PlannedProfile {
  readonly name: string;
  /** Empty for a profile that is a list of checks and nothing more. */
  readonly criteria: readonly Criterion[];
  /** Checks and questions of it that are left out. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}
