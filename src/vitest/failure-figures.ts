import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { makeFolder } from '../disk/make-folder.ts';
import { eachFigure } from '../report/figures/draw-figures.ts';
import { readPictures } from '../report/files/pictures-store.ts';
import type { CheckResult, Report } from '../results/report.ts';
import { thrownText } from '../thrown-text.ts';

/** Figures of one check as files, and what is missing of them. */
export interface FailureFigures {
  readonly files: readonly { readonly name: string; readonly path: string }[];
  /** Why there are not all of them; null where there are. */
  readonly missing: string | null;
}

/** Where figures come from and go to. */
export interface FigurePlaces {
  /** The folder that the run wrote, with its maps. */
  readonly out: string;
  /** Where the figures are written. */
  readonly drafts: string;
  /** When to stop, in milliseconds of `performance.now()`. */
  readonly until: number;
}

/**
 * Draws what shows the verdict of each check: its curves, and its maps for the first input, absolute and signed. Never
 * rejects, since no figure is worth a verdict: what cannot be drawn, or not in time, is said in `missing`.
 */
export async function drawFailures(
  checks: readonly CheckResult[],
  report: Report,
  places: FigurePlaces,
): Promise<Map<CheckResult, FailureFigures>> {
  const drawn = new Map<CheckResult, FailureFigures>();
  for (const [index, check] of checks.entries()) {
    const folder = join(places.drafts, String(index));
    drawn.set(check, await drawFailure(check, report, { ...places, drafts: folder }));
  }
  return drawn;
}

async function drawFailure(
  { method, order }: CheckResult,
  report: Report,
  { out, drafts, until }: FigurePlaces,
): Promise<FailureFigures> {
  const files: { name: string; path: string }[] = [];
  const late = { files, missing: 'the time for the run was over' };
  try {
    if (performance.now() >= until) return late;
    const pictures = report.plan.pictures > 0 ? await readPictures(out) : null;
    const wanted = { methods: [method], orders: [order], inputs: [0] };
    makeFolder(drafts);
    for await (const { name, png } of eachFigure(report, pictures, wanted)) {
      const path = join(drafts, `${name}.png`);
      await writeFile(path, png);
      files.push({ name, path });
      if (performance.now() >= until) return late;
    }
    return { files, missing: null };
  } catch (error) {
    return { files, missing: thrownText(error) };
  }
}

/**
 * Attaches figures to a test. vitest copies files to its attachments folder, where people can open them; bytes it only
 * hands to reporters. Returns what is missing, in a sentence; null where nothing is.
 */
export async function attachFigures(
  { files, missing }: FailureFigures,
  method: string,
  context: TestContext,
): Promise<string | null> {
  let lost = missing;
  try {
    for (const { name, path } of files) {
      await context.annotate(`${method}: ${name}`, { contentType: 'image/png', path });
    }
  } catch (error) {
    lost ??= thrownText(error);
  }
  return lost === null ? null : `Some figures are missing: ${lost}.`;
}
