import '../no-telemetry.ts';
import { expect } from 'vitest';
import { type PassOptions, sanityMatchers } from './matchers.ts';
import type { Verdicts } from './verdicts.ts';

export { type MatcherOutcome, type PassOptions, sanityMatchers } from './matchers.ts';
export { describeSanityChecks, type SuiteOptions } from './suite.ts';
export { type Verdicts, verdictsOf } from './verdicts.ts';

declare module 'vitest' {
  // The type parameter has to be the one of the interface that is merged with.
  // biome-ignore lint/suspicious/noExplicitAny: as declared by vitest
  interface Matchers<T = any> {
    /** Every check of a report passed and no method that was named is left out; with `allowInconclusive` none failed. */
    toPassSanityChecks(options?: PassOptions): T;
    /**
     * The checks of a report have the given verdicts, by method or `method/order`; those that are not named may have
     * any. Without an argument the verdicts of all checks are compared with a snapshot.
     */
    toMatchVerdicts(expected?: Verdicts): T;
  }
}

expect.extend(sanityMatchers);
