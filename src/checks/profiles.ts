/** One of the questions of a profile. */
export interface ProfileGate {
  /** As its source calls it: `utility`. */
  readonly name: string;
  readonly check: string;
  /** The stage that it asks about; the verdict of the whole check where none is named. */
  readonly stage?: string;
  /** The quantity that is gated in place of those that the check is gated on by default. */
  readonly metric?: string;
  /** Why a run does not put it, where the check has no such stage there. */
  readonly missing?: string;
}

/** Checks that go by one name. */
export interface Profile {
  readonly name: string;
  /** One sentence for help and documents, with its source. */
  readonly says: string;
  /** Names of its checks in the order of reports, which goes by that of all checks; all of them for null. */
  readonly checks: readonly string[] | null;
  /** Whether checks are left out that would take more than half of the work of all that is cheaper and themselves. */
  readonly frugal: boolean;
  /** Its questions; where there are none, every check is one. */
  readonly gates: readonly ProfileGate[];
}

/** Every profile, in the order of documents. */
export const PROFILES: readonly Profile[] = Object.freeze([
  {
    name: 'quick',
    says: 'what takes few passes: weights, classes, shifted inputs, and the place of the object where it is known',
    checks: ['cascade', 'class-sensitivity', 'input-shift', 'localisation'],
    frugal: false,
    gates: [],
  },
  {
    name: 'arun',
    says: 'four questions of Arun et al. 2021: utility, sensitivity to weights, repeatability, reproducibility',
    checks: ['cascade', 'localisation', 'retraining'],
    frugal: false,
    gates: [
      { name: 'utility', check: 'localisation', metric: 'auprc-beyond-control' },
      { name: 'sensitivity', check: 'cascade' },
      {
        ...{ name: 'repeatability', check: 'retraining', stage: 'repeatability' },
        missing: 'it needs a network that can be trained here, and training data: --train-data',
      },
      {
        ...{ name: 'reproducibility', check: 'retraining', stage: 'reproducibility' },
        missing: 'it needs another network: --replica',
      },
    ],
  },
  {
    name: 'all',
    says: 'every check that fits, but those that cost more than all the rest',
    checks: null,
    frugal: true,
    gates: [],
  },
]);

export const PROFILE_NAMES: readonly string[] = PROFILES.map(({ name }) => name);

/** The profile of a name; undefined where there is none. */
export const findProfile = (name: string): Profile | undefined =>
  PROFILES.find((profile) => profile.name === name);
