import type { CheckPictures, Pictures } from '../../results/pictures.ts';
import type { CheckResult, InputReport, Report, Status } from '../../results/report.ts';
import { labelText, predictionText } from '../wording/prediction-text.ts';
import { oneLine } from '../wording/text-layout.ts';

/** A row of the figure: one method on one input. */
export interface CascadeRow {
  /** Index of the check among the pictures'. */
  readonly check: number;
  readonly input: number;
  /** What stands at its left: the method, or the input where there is only one method. */
  readonly name: string;
  /** Below the name, where the input's picture has no words of its own. */
  readonly note: string | null;
  readonly status: Status | null;
}

/** The rows of one input, which is drawn once at their left. */
export interface CascadeBlock {
  readonly input: number;
  /** Below the picture of the input; empty where its row says it. */
  readonly caption: readonly string[];
  readonly rows: readonly CascadeRow[];
}

/** A block for each input with a row for each method; of one method, a block of one row that is named by its input. */
export function cascadeBlocks(
  report: Report,
  pictures: Pictures,
  checks: readonly CheckPictures[],
  verdicts: ReadonlyMap<string, CheckResult>,
  inputs: readonly number[],
): CascadeBlock[] {
  const single = checks.length === 1 && inputs.length > 1;
  return inputs.map((input) => {
    const id = oneLine(pictures.inputs.ids[input]);
    const facts = inputFacts(report.inputs.find((each) => each.id === pictures.inputs.ids[input]));
    if (single) {
      const row = { check: 0, input, name: id, note: facts.join(', ') || null, status: null };
      return { input, caption: [], rows: [row] };
    }
    const rows = checks.map(({ method }, check) => ({
      check,
      input,
      name: oneLine(method),
      note: null,
      status: verdicts.get(method)?.status ?? null,
    }));
    return { input, caption: [id, ...facts], rows };
  });
}

function inputFacts(known: InputReport | undefined): string[] {
  if (!known) return [];
  const { predicted, label } = known;
  const found = predictionText(known);
  return [
    ...(found === '' ? [] : [`${predicted === undefined ? 'output' : 'predicted'} ${found}`]),
    ...(label === null ? [] : [`label ${labelText(known)}`]),
  ];
}

/** Parts of blocks: those of the rows, in their order, with what stands beside them. */
export function blocksOfRows(blocks: readonly CascadeBlock[], rows: readonly CascadeRow[]): CascadeBlock[] {
  return blocks
    .map((block) => ({ ...block, rows: block.rows.filter((row) => rows.includes(row)) }))
    .filter((block) => block.rows.length > 0);
}
