import { readFile } from 'node:fs/promises';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { Report } from './report.ts';
import { REPORT_SCHEMA, REPORT_SCHEMA_NAME } from './report-schema.ts';

/**
 * Reads a report.json, which may have been edited or come from elsewhere. `hint` says what to give instead. Throws
 * InputError where there is none, or something else.
 */
export async function readReportFile(path: string, hint: string): Promise<Report> {
  const thing = path;
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ thing, expected: 'the report of a run', found: faultWords(error), hint });
  });
  let report: unknown;
  try {
    report = parseJson(content, thing);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError({ thing, expected: 'a JSON document', found: 'something else' }, { cause });
  }
  const checked = REPORT_SCHEMA.safeParse(report);
  if (checked.success) return report as Report;
  const [issue] = checked.error.issues;
  const found = `${issue.message} at ${issue.path.join('.') || 'its top'}`;
  throw new InputError({ thing, expected: `a report of schema ${REPORT_SCHEMA_NAME}`, found });
}
