import type { RunFacts } from '../../results/facts.ts';
import type { Finding, MeasurementLine } from '../../results/lines.ts';
import type { ScoreRow } from './scores.ts';

type Order = Pick<RunFacts, 'inputs' | 'conditions' | 'methods'>;

/**
 * Every score of a run, one row each: draw after draw, in it by check, stage, chunk of inputs and method, in whatever order they
 * were found.
 */
export function* scoreRows(findings: Iterable<Finding>, facts: Order): Generator<ScoreRow> {
  for (const finding of inOrder(findings, facts)) {
    const { method, check, condition, draw, first, scores } = finding;
    for (const [metric, values] of Object.entries(scores)) {
      for (const [i, score] of values.entries()) {
        yield {
          method,
          order: check,
          stage: condition,
          draw,
          image: facts.inputs[first + i].id,
          metric,
          score,
        };
      }
    }
  }
}

/** What a run measured again because a line of it was lost stands where it would have stood. */
function inOrder(findings: Iterable<Finding>, { conditions, methods }: Order): MeasurementLine[] {
  const stages = placesOf(
    Object.entries(conditions).flatMap(([check, all]) => all.map(({ name }) => stageKey(check, name))),
  );
  const names = placesOf(methods.map(({ name }) => name));
  const at = (places: ReadonlyMap<string, number>, key: string) => places.get(key) ?? places.size;
  const lines = [...findings].filter((finding) => finding.kind === 'measurement');
  const keyed = lines.map((line) => ({
    line,
    key: [line.draw, at(stages, stageKey(line.check, line.condition)), line.first, at(names, line.method)],
  }));
  return keyed.sort((a, b) => compared(a.key, b.key)).map(({ line }) => line);
}

const stageKey = (check: string, stage: string): string => JSON.stringify([check, stage]);

const placesOf = (keys: readonly string[]): Map<string, number> => new Map(keys.map((key, at) => [key, at]));

function compared(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((part, k) => part !== b[k]);
  return at < 0 ? 0 : a[at] - b[at];
}
