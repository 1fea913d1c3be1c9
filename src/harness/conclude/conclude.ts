import type { RunFacts } from '../../results/facts.ts';
import type { Finding } from '../../results/lines.ts';
import type { CheckResult, Report, SkippedMethod, Status } from '../../results/report.ts';
import { compareRules } from './compare-rules.ts';
import { judgeAll } from './judge-all.ts';
import { judgeLooks } from './judge-looks.ts';
import { hasLooks, tablesOfLook } from './look-ahead.ts';
import { ScoreTables } from './score-tables.ts';

/** The last line of a run. */
export interface EndLine {
  readonly kind: 'end';
  readonly durationMs: number;
}

/** What a run leaves, a JSON value each: its facts first, then what it found, at its end how long it took. */
export type Line = RunFacts | Finding | EndLine;

/**
 * The report of a run, from its lines alone: no model, no engine and no file is needed, and equal lines give an equal report.
 * Draws of which an input is missing do not count. Throws TypeError where there are no facts among the lines.
 */
export function conclude(lines: Iterable<Line>): Report {
  let facts: RunFacts | null = null;
  let durationMs = 0;
  const findings: Finding[] = [];
  for (const line of lines) {
    if (line.kind === 'run') facts = line;
    else if (line.kind === 'end') durationMs = line.durationMs;
    else findings.push(line);
  }
  if (!facts) throw new TypeError('expected the facts of a run among its lines, found none');
  const { checks, tables, taken } = judged(facts, findings);
  const { cost, skipped, training, networks } = facts;
  return {
    schema: 'saliency-sanity/report@1',
    version: facts.version,
    seed: facts.plan.seed,
    engine: facts.engine,
    command: facts.commands.run,
    startedAt: facts.startedAt,
    durationMs,
    plan: facts.plan,
    model: facts.model,
    inputs: facts.inputs,
    accuracy: facts.accuracy,
    ...(networks ? { networks } : {}),
    ...(training.length > 0 ? { training } : {}),
    ...(cost ? { cost } : {}),
    ...(skipped && skipped.length > 0 ? { skipped } : {}),
    ...(taken ? { looks: taken } : {}),
    ...(facts.plan.compareRules ? { rules: compareRules(facts, tables, checks) } : {}),
    notices: [...facts.notices, ...tables.notices],
    checks,
    summary: summarise(checks, skipped ?? []),
  };
}

function judged(facts: RunFacts, findings: readonly Finding[]) {
  if (hasLooks(facts)) return { ...judgeLooks(facts, findings), tables: tablesOfLook(facts, findings, 0) };
  const tables = new ScoreTables(findings, facts.inputs.length);
  return { checks: judgeAll(facts, tables), tables, taken: null };
}

/** A method that was asked for by name and is left out keeps a run from passing. */
function summarise(checks: readonly CheckResult[], skipped: readonly SkippedMethod[]): Report['summary'] {
  const count = (status: Status) => checks.filter((c) => c.status === status).length;
  const leftOut = skipped.some(({ named }) => named);
  const [passed, failed, inconclusive] = [count('passed'), count('failed'), count('inconclusive')];
  const status = failed > 0 ? 'failed' : inconclusive > 0 || leftOut ? 'inconclusive' : 'passed';
  return { status, passed, failed, inconclusive };
}
