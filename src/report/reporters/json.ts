import type { Report } from '../../results/report.ts';

/**
 * The text of report.json: two-space indentation, a line feed at its end, keys in the order of the schema however the
 * object was put together. Numbers that JSON cannot hold (NaN, infinities) become null.
 */
export function reportJson(report: Report): string {
  const { schema, version, seed, engine, command, startedAt, durationMs, plan, model, inputs, ...rest } =
    report;
  const { notices, checks, summary, ...extra } = rest;
  const ordered = {
    schema,
    version,
    seed,
    engine,
    command,
    startedAt,
    durationMs,
    plan,
    model,
    inputs,
    notices,
    checks: checks.map(
      ({ method, order, status, reason, explanation, gates, references, stages, ...more }) => ({
        ...{ method, order, status, reason, explanation, gates, references, stages },
        ...more,
      }),
    ),
    summary,
    ...extra,
  };
  return `${JSON.stringify(ordered, (_key, value) => (isUnfit(value) ? null : value), 2)}\n`;
}

function isUnfit(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value);
}
