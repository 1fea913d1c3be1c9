import type { Report } from '../results/report.ts';

/** Exit codes of every command. */
export const EXIT = {
  /** The command did what it was asked; for `run`: every check passed. */
  ok: 0,
  /** `run`: some check failed, or something got worse than in the baseline. */
  failed: 1,
  /** A fault in the command line, the configuration, the model or the inputs. Nothing was written. */
  usage: 2,
  /** `run`: no check failed, some are inconclusive, or a method that was named is left out, as by `explain`. */
  inconclusive: 3,
  /** A fault of the program itself (EX_SOFTWARE of sysexits.h), never to be taken for a verdict. */
  internal: 70,
  /** Interrupted: 128 + SIGINT. */
  interrupted: 130,
} as const;

/**
 * The exit code of a run. A failed check, and a regression against the baseline where there is one, outweigh an
 * inconclusive check, and a method that was asked for by name and left out.
 */
export function exitCodeOf(
  { summary, baseline, skipped = [] }: Pick<Report, 'summary' | 'baseline' | 'skipped'>,
  allowInconclusive = false,
): number {
  if (summary.failed > 0 || (baseline?.regressions ?? 0) > 0) return EXIT.failed;
  const open = summary.inconclusive > 0 || skipped.some(({ named }) => named);
  if (open && !allowInconclusive) return EXIT.inconclusive;
  return EXIT.ok;
}
