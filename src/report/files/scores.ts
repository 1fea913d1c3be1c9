/** One similarity: a line of scores.ndjson. */
export interface ScoreRow {
  readonly method: string;
  readonly order: string;
  readonly stage: string;
  /** From 0. */
  readonly draw: number;
  /** Identifier of the input. */
  readonly image: string;
  readonly metric: string;
  /** Null where undefined: a constant or non-finite map. */
  readonly score: number | null;
}

const CHUNK = 1000;

/**
 * The text of scores.ndjson in pieces of up to a thousand lines, so that a run with millions of scores is never held
 * as one string. Keys always stand in the same order; a score that is not finite becomes null.
 */
export async function* scoreLines(
  rows: Iterable<ScoreRow> | AsyncIterable<ScoreRow>,
): AsyncGenerator<string> {
  let lines: string[] = [];
  for await (const { method, order, stage, draw, image, metric, score } of rows) {
    lines.push(JSON.stringify({ method, order, stage, draw, image, metric, score }));
    if (lines.length === CHUNK) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
