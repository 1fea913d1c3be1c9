import type { Step } from '../harness/step.ts';
import type { ScoreRow } from './scores.ts';

/** Every score of a run, one row each. */
export function* scoreRows(steps: readonly Step[], ids: readonly string[]): Generator<ScoreRow> {
  for (const { order, stage, draw, scores } of steps) {
    for (const [method, metrics] of Object.entries(scores)) {
      for (const [metric, values] of Object.entries(metrics)) {
        for (const [i, score] of values.entries()) {
          yield { method, order, stage, draw, image: ids[i], metric, score };
        }
      }
    }
  }
}
