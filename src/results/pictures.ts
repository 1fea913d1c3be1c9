/** The maps of one method under one order, for the inputs that are shown. */
export interface CheckPictures {
  readonly method: string;
  readonly order: string;
  /** `trained` first, then the stages of the first draw, or `permutation 1`, `permutation 2` ... */
  readonly stages: readonly string[];
  /** Of one map: [H, W, C], [H, W] or [features]. */
  readonly shape: readonly number[];
  /** [stages, inputs, ...shape], signed. */
  readonly values: Float32Array;
  /** [stages, inputs, ...shape of an input]: what the maps explain, of a check that shows it. */
  readonly inputs?: Float32Array;
  /** What stands under the maps in figures, a list of all inputs for each stage; of a check that says something there. */
  readonly captions?: readonly (readonly string[])[];
  /** The maps are held against the regions of the inputs, which figures outline on them. */
  readonly outlined?: true;
  /** Scores of every shown map against the trained one: metric -> [stages * inputs]; null where undefined. */
  readonly scores: Readonly<Record<string, readonly (number | null)[]>>;
}

/** What figures are drawn from; stored beside the report, so that figures need no model. */
export interface Pictures {
  readonly inputs: {
    readonly ids: readonly string[];
    /** Of one input: [H, W, C] or [features]. */
    readonly shape: readonly number[];
    /** [inputs, ...shape], as the model saw them. */
    readonly values: Float32Array;
    /** [inputs, height, width]: 1 in what explanations should point to, else 0; absent where no check asks for it. */
    readonly regions?: Float32Array;
  };
  readonly checks: readonly CheckPictures[];
}
