import { expect } from 'vitest';
import { type PassOptions, sanityMatchers } from './matchers.ts';

export { type PassOptions, sanityMatchers } from './matchers.ts';
export { describeSanityChecks, type SuiteOptions } from './suite.ts';

declare module 'vitest' {
  // The type parameter has to be the one of the interface that is merged with.
  // biome-ignore lint/suspicious/noExplicitAny: as declared by vitest
  interface Matchers<T = any> {
    /** Every check of a report passed; with `allowInconclusive` none failed. */
    toPassSanityChecks(options?: PassOptions): T;
  }
}

expect.extend(sanityMatchers);
