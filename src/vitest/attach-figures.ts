import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import type { CheckResult, Report } from '../harness/report.ts';
import { drawFigures } from '../report/draw-figures.ts';
import { readPictures } from '../report/pictures-store.ts';

/**
 * Attaches to a test what shows its verdict: the curves of one method, and its maps for the first input, absolute and
 * signed. The maps come from the folder that the run wrote.
 */
export async function attachFigures(
  { method, order }: CheckResult,
  report: Report,
  folder: string,
  context: TestContext,
): Promise<void> {
  const pictures = report.plan.pictures > 0 ? await readPictures(folder) : null;
  const figures = await drawFigures(report, pictures, { methods: [method], orders: [order], inputs: [0] });
  // vitest copies attached files to its attachments folder, where people can open them; bytes it only hands to reporters.
  const drafts = await mkdtemp(join(tmpdir(), 'saliency-figures-'));
  try {
    for (const { name, png } of figures) {
      const path = join(drafts, `${name}.png`);
      await writeFile(path, png);
      await context.annotate(`${method}: ${name}`, { contentType: 'image/png', path });
    }
  } finally {
    await rm(drafts, { recursive: true });
  }
}
