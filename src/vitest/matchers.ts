import type { Report } from '../harness/report.ts';

/** What `expect(report).toPassSanityChecks(...)` may be told. */
export interface PassOptions {
  /** Whether inconclusive checks count as passed. False by default. */
  readonly allowInconclusive?: boolean;
}

/** Matchers on the report of `runChecks`; registered by importing `saliency-sanity/vitest`. */
export const sanityMatchers = {
  toPassSanityChecks(received: unknown, { allowInconclusive = false }: PassOptions = {}) {
    if (!isReport(received)) {
      return { pass: false, message: () => 'expected the report of runChecks, which resolves to one' };
    }
    const wrong = received.checks.filter(
      ({ status }) => status === 'failed' || (status === 'inconclusive' && !allowInconclusive),
    );
    const count = received.checks.length;
    return {
      pass: wrong.length === 0,
      message: () =>
        wrong.length === 0
          ? `expected some check not to pass, but all of ${count} did`
          : [
              `${wrong.length} of ${count} checks did not pass:`,
              ...wrong.map(
                ({ method, order, status, explanation }) => `${method}, ${order}: ${status}. ${explanation}`,
              ),
            ].join('\n\n'),
    };
  },
};

function isReport(value: unknown): value is Report {
  return Array.isArray((value as Partial<Report> | null | undefined)?.checks);
}
