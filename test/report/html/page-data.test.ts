import { expect, test } from 'vitest';
import { pageData } from '../../../src/report/html/page-data.ts';
import type { Pictures } from '../../../src/results/pictures.ts';
import { examplePictures, exampleReport } from '../example.ts';

const report = exampleReport();
const pictures = examplePictures(report);

/** The words of the score that stands under maps of each view, in a run of some metrics alone. */
async function under(...metrics: string[]): Promise<(string | undefined)[]> {
  const checks: Pictures['checks'] = pictures.checks.map((check) => ({
    ...check,
    scores: Object.fromEntries(metrics.map((metric) => [metric, check.scores[metric]])),
  }));
  const [check] = (await pageData(report, { ...pictures, checks }))!.checks;
  return [check.metrics[check.under.abs], check.metrics[check.under.signed]];
}

test('under a map stands the first metric of its view that the run has', async () => {
  expect(await under('spearman-signed', 'ssim', 'spearman-abs')).toEqual(['abs Spearman', 'signed Spearman']);
  expect(await under('ssim')).toEqual(['SSIM', undefined]);
});
