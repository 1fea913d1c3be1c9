import type { GateTally, MethodTally } from './tally.ts';

/** Sizes of runs: 32 x 5, the default; 8 x 3, as in a quick run; and looks until it is decided. */
export const SIZES = ['fixed', 'quick', 'deciding'] as const;
export type BySize<T> = Readonly<Record<(typeof SIZES)[number], T>>;

export const bySize = <T>(make: (size: (typeof SIZES)[number]) => T): BySize<T> => ({
  fixed: make('fixed'),
  quick: make('quick'),
  deciding: make('deciding'),
});

/** Tallies of one network: of its methods, and of controls in more runs. */
export interface WorldTallies extends BySize<readonly MethodTally[]> {
  readonly world: string;
  readonly images: number;
  readonly draws: number;
  /** Stages of the whole cascade. */
  readonly stages: number;
  /** Null where they were not counted. */
  readonly controls: BySize<readonly MethodTally[]> | null;
}

export type Rows = readonly (readonly string[])[];

/** In percent. */
export const share = (count: number, of: number, digits = 1): string =>
  of === 0 ? '–' : ((100 * count) / of).toFixed(digits);

/** How many runs there were of a method. */
export const runsOf = ({ verdicts }: MethodTally): number =>
  verdicts.passed + verdicts.failed + verdicts.inconclusive;

/** Gates that a wrong verdict can be had of. */
export const judged = (tallies: readonly MethodTally[]) =>
  tallies.flatMap(({ method, gates }) =>
    gates.filter(({ status }) => status !== 'undefined').map((gate) => ({ method, gate })),
  );

export const wrongPassed = ({ status, passed }: GateTally): number => (status === 'passed' ? 0 : passed);
export const wrongFailed = ({ status, failed }: GateTally): number => (status === 'failed' ? 0 : failed);
