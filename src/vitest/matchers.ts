import { expect } from 'vitest';
import { leftOutMethods } from '../report/wording/left-out.ts';
import type { Report } from '../results/report.ts';
import { type Verdicts, verdictFaults, verdictsOf } from './verdicts.ts';

/** What `expect(report).toPassSanityChecks(...)` may be told. */
export interface PassOptions {
  /** Whether inconclusive checks count as passed. False by default. */
  readonly allowInconclusive?: boolean;
}

/** What a matcher found. */
export interface MatcherOutcome {
  readonly pass: boolean;
  readonly message: () => string;
}

const NO_REPORT: MatcherOutcome = {
  pass: false,
  message: () => 'expected the report of runChecks, which resolves to one',
};

/** Matchers on the report of `runChecks`; registered by importing `saliency-sanity/vitest`. */
export const sanityMatchers = {
  toPassSanityChecks(received: unknown, { allowInconclusive = false }: PassOptions = {}): MatcherOutcome {
    if (!isReport(received)) return NO_REPORT;
    const wrong = received.checks.filter(
      ({ status }) => status === 'failed' || (status === 'inconclusive' && !allowInconclusive),
    );
    const leftOut = allowInconclusive ? [] : leftOutMethods(received);
    const count = received.checks.length;
    const pass = wrong.length + leftOut.length === 0;
    return {
      pass,
      message: () =>
        pass
          ? `expected some check not to pass, but all of ${count} did`
          : [
              ...(wrong.length > 0 ? [`${wrong.length} of ${count} checks did not pass:`] : []),
              ...wrong.map(
                ({ method, order, status, explanation }) => `${method}, ${order}: ${status}. ${explanation}`,
              ),
              ...leftOut.map(({ method, reason }) => `${method} is left out: ${reason}.`),
            ].join('\n\n'),
    };
  },

  toMatchVerdicts(this: { readonly isNot: boolean }, received: unknown, expected?: Verdicts): MatcherOutcome {
    if (!isReport(received)) return NO_REPORT;
    if (expected === undefined) {
      if (this.isNot) throw new Error('toMatchVerdicts needs the verdicts to tell that they are others');
      // A mismatch is thrown by vitest itself, with the difference and the way to update.
      expect(verdictsOf(received)).toMatchSnapshot();
      return { pass: true, message: () => '' };
    }
    const faults = verdictFaults(received, expected);
    return {
      pass: faults.length === 0,
      message: () => (faults.length === 0 ? 'expected other verdicts' : faults.join('\n\n')),
    };
  },
};

function isReport(value: unknown): value is Report {
  return Array.isArray((value as Partial<Report> | null | undefined)?.checks);
}
