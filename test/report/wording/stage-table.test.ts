import { expect, it } from 'vitest';
import { stageTable } from '../../../src/report/wording/stage-table.ts';
import { columns } from '../../../src/report/wording/text-layout.ts';
import { exampleReport } from '../example.ts';
import { CONTROL, hostileReport } from '../hostile.ts';

it('shows scores, retained similarity and the gates it crossed', () => {
  expect(`\n${stageTable(exampleReport().checks[1])}\n`).toMatchInlineSnapshot(`
    "
    stage    random    spearman    spearman        ssim
                            abs      signed
    output    0.3 %  .90 / .90!  .63 / .63!  .82 / .82!
    fc1        95 %  .75 / .75   .53 / .53   .70 / .70
    conv2   >99.9 %  .61 / .61   .42 / .42   .59 / .59
    full      100 %  .46 / .46?  .32 / .32   .47 / .47?
    ceiling         1.00        1.00        1.00
    floor            .03         .03         .03
    null             .46         .32         .47
    Mean score / retained similarity. ! above the gate, ? not decided, – not known.
    "
  `);
});

it.each([50, 80, 120])('is never wider than %d columns', (width) => {
  for (const check of [...exampleReport().checks, ...hostileReport().checks]) {
    const text = stageTable(check, { width });
    expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(width);
    expect(text).not.toMatch(CONTROL);
  }
});

it('names the metrics that do not fit', () => {
  expect(stageTable(exampleReport().checks[0], { width: 40 })).toContain('Not shown: spearman-signed, ssim.');
});

it('shows a dash where a metric does not apply', () => {
  const [check] = exampleReport().checks;
  const stages = check.stages.map((stage) => ({ ...stage, scores: { ssim: null }, retained: {} }));
  expect(stageTable({ ...check, stages, gates: [] })).toMatch(/output +0\.3 % +– \/ –/);
});
