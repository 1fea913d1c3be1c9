import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../errors.ts';
import type { Report } from '../harness/report.ts';

const SCHEMA = 'saliency-sanity/report@1';

const value = z.number().nullable();
const byMetric = (shape: Readonly<Record<string, z.ZodType>>) =>
  z.record(z.string(), z.looseObject(shape).nullable());
const interval = { mean: value, low: value, high: value };

/** What figures and tables read of a report. The file may have been edited, or come from elsewhere. */
const REPORT = z.looseObject({
  schema: z.literal(SCHEMA),
  plan: z.looseObject({ pictures: z.number(), draws: z.number() }),
  inputs: z.array(z.looseObject({ id: z.string() })),
  checks: z.array(
    z.looseObject({
      method: z.string(),
      order: z.string(),
      status: z.enum(['passed', 'failed', 'inconclusive']),
      explanation: z.string(),
      gates: z.array(z.looseObject({ stage: z.string(), metric: z.string(), maximum: z.number() })),
      references: byMetric({ ceiling: value, floor: value, null: value }),
      stages: z.array(
        z.looseObject({
          name: z.string(),
          layers: z.array(z.string()),
          coverage: z.number(),
          scores: byMetric(interval),
          retained: byMetric(interval),
        }),
      ),
    }),
  ),
});

/** The report.json of a finished run. Throws InputError where there is none, or something else. */
export async function readReport(folder: string): Promise<Report> {
  const thing = join(folder, 'report.json');
  const text = await readFile(thing, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const hint = 'Give the --out folder of a finished run.';
    throw new InputError({
      thing,
      expected: 'the report of a run',
      found: error.code ?? error.message,
      hint,
    });
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new InputError({ thing, expected: 'a JSON document', found: 'something else' }, { cause });
  }
  const checked = REPORT.safeParse(content);
  // The fields that are not checked here are only printed.
  if (checked.success) return content as Report;
  const [issue] = checked.error.issues;
  const found = `${issue.message} at ${issue.path.join('.') || 'its top'}`;
  throw new InputError({ thing, expected: `a report of schema ${SCHEMA}`, found });
}
