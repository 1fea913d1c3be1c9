/** A network that a run trained. */
export interface TrainingReport {
  /** `true`; `permutation 1`, `permutation 2` ...; of other networks of the true labels `seed 1`, `seed 2` ... */
  readonly labels: string;
  /** Share of the training inputs that it answers with the labels that it was trained on. */
  readonly accuracy: number;
  /** The accuracy that it had to reach, where that is not the one that the plan requires. */
  readonly required?: number;
  /** Share of the run's labelled inputs that it answers with their true labels; null where none has a label. */
  readonly testAccuracy: number | null;
  /** Number of epochs. */
  readonly epochs: number;
  /** Whether training ended because the required `accuracy` was reached or because the `epochs` were over. */
  readonly ended: 'accuracy' | 'epochs';
  /** Whether it came from the cache. */
  readonly cached: boolean;
  readonly curve: readonly {
    readonly epoch: number;
    /** Mean over the steps of the epoch. */
    readonly loss: number;
    /** Share that was answered correctly under way. */
    readonly accuracy: number;
  }[];
}
