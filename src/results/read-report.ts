import { readFile } from 'node:fs/promises';
import { faultWords } from '../disk/fault-words.ts';
import { InputError } from '../errors.ts';
import { parseJson } from '../json.ts';
import type { Report } from './report.ts';
import { REPORT_SCHEMA, REPORT_SCHEMA_NAME } from './report-schema.ts';

/**
 * Reads a report.json, which may have been edited or come from elsewhere. `hint` says what to give instead, `thing` what the file is
 * called in errors, by default by its path. Throws InputError where there is none, or something else.
 */
export async function readReportFile(path: string, hint: string, thing = path): Promise<Report> {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ thing, expected: 'the report of a run', found: faultWords(error), hint });
  });
  let report: unknown;
  try {
    report = parseJson(content, thing);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(
      { thing, expected: 'a JSON document', found: 'text that is none, or cut off' },
      { cause },
    );
  }
  const checked = REPORT_SCHEMA.safeParse(report);
  if (checked.success) return report as Report;
  const [issue] = checked.error.issues;
  const found = foundAt(report, issue.path);
  throw new InputError({ thing, expected: `a report of schema ${REPORT_SCHEMA_NAME}`, found });
}

const LONGEST = 40;

/** What stands at a place of the document: `nothing at schema`, `7 at version`. */
function foundAt(document: unknown, path: readonly PropertyKey[]): string {
  const value = path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key],
    document,
  );
  const text = JSON.stringify(value) ?? 'nothing';
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return path.length === 0 ? short : `${short} at ${path.join('.')}`;
}
