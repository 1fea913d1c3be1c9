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
  for (const { name, png } of figures) {
    await context.annotate(`${method}: ${name}`, { contentType: 'image/png', body: png });
  }
}
