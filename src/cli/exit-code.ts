import type { Report } from '../harness/report.ts';

/** Exit codes of every command. */
export const EXIT = {
  /** The command did what it was asked; for `run`: every check passed. */
  ok: 0,
  /** `run`: some check failed, or something got worse than in the baseline. */
  failed: 1,
  /** A fault in the command line, the configuration, the model or the inputs. Nothing was written. */
  usage: 2,
  /** `run`: no check failed, some are inconclusive. */
  inconclusive: 3,
  /** A fault of the program itself (EX_SOFTWARE of sysexits.h), never to be taken for a verdict. */
  internal: 70,
  /** Interrupted: 128 + SIGINT. */
  interrupted: 130,
} as const;

/**
 * The exit code of a run. A failed check, and a regression against the baseline where there is one, outweigh an
 * inconclusive check.
 */
export function exitCodeOf(
  { summary, baseline }: Pick<Report, 'summary' | 'baseline'>,
  allowInconclusive = false,
): number {
  if (summary.failed > 0 || (baseline?.regressions ?? 0) > 0) return EXIT.failed;
  if (summary.inconclusive > 0 && !allowInconclusive) return EXIT.inconclusive;
  return EXIT.ok;
}
