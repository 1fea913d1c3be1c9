import type { Finding } from '../../results/lines.ts';
import type { ScoreRow } from './scores.ts';

/** Every score of a run, one row each, in the order of its findings. */
export function* scoreRows(findings: Iterable<Finding>, ids: readonly string[]): Generator<ScoreRow> {
  for (const finding of findings) {
    if (finding.kind !== 'measurement') continue;
    const { method, check, condition, draw, first, scores } = finding;
    for (const [metric, values] of Object.entries(scores)) {
      for (const [i, score] of values.entries()) {
        yield { method, order: check, stage: condition, draw, image: ids[first + i], metric, score };
      }
    }
  }
}
