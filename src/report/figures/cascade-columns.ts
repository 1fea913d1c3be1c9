import type { Element } from 'xast';
import type { CheckPictures, Pictures } from '../../results/pictures.ts';
import { barsOf } from './bars.ts';
import { MUTED } from './drawing.ts';
import { changeBytes, inputChange, shownInput } from './input-changes.ts';
import { drawnPlane, isDrawable } from './map-plane.ts';
import { embedded, inputPicture, picturedWith } from './picture.ts';

/** A column of the figure beside the trained maps: of one stage its maps, the inputs that they explain, or what was added to these. */
export interface CascadeColumn {
  readonly stage: string;
  readonly shows: 'map' | 'input' | 'change';
}

/** The columns of stages: maps alone, but for a check that shows its inputs. */
export function columnsOf(
  stages: readonly string[],
  pictures: Pictures,
  checks: readonly CheckPictures[],
): CascadeColumn[] {
  const pictured = checks.some(({ inputs }) => inputs) && isDrawable(pictures.inputs.shape);
  const all = ['input', 'change', 'map'] as const;
  return stages.flatMap((stage) =>
    (pictured ? all : all.slice(2)).map((shows): CascadeColumn => ({ stage, shows })),
  );
}

/** The stages that a check has of some. */
export const stagesOf = ({ stages: own }: CheckPictures, stages: readonly string[]): string[] =>
  stages.filter((stage) => own.includes(stage));

/** The most stages that one of several checks has of some. */
export const mostStages = (stages: readonly string[], checks: readonly CheckPictures[]): number =>
  Math.max(0, ...checks.map((check) => stagesOf(check, stages).length));

/** Whether no more than half of the columns of maps would be filled, so that each check has columns of its own. */
export function areApart(
  stages: readonly string[],
  columns: readonly CascadeColumn[],
  checks: readonly CheckPictures[],
): boolean {
  const filled = checks.reduce((sum, check) => sum + stagesOf(check, stages).length, 0);
  const judged = checks.filter((check) => stagesOf(check, stages).length > 0).length;
  return columns.length === stages.length && stages.length > 2 && filled <= (judged * stages.length) / 2;
}

/** What stands over a column; `stage` in words, changes `times` as large as they are. */
export const columnHeading = ({ shows }: CascadeColumn, stage: string, times: number): string =>
  ({ map: stage, input: `${stage}: input`, change: `noise × ${times}` })[shows];

/** The inputs of a stage as a picture, or what was added to them on grey, so many times as large. */
export async function columnPicture(
  pictures: Pictures,
  check: CheckPictures,
  {
    at,
    input,
    side,
    shows,
    times,
  }: {
    readonly at: number;
    readonly input: number;
    readonly side: number;
    readonly shows: 'input' | 'change';
    readonly times: number;
  },
): Promise<Element> {
  const { shape } = pictures.inputs;
  const values =
    shows === 'input' ? shownInput(pictures, check, at, input) : inputChange(pictures, check, at, input);
  if (shape.length === 1) return barsOf(drawnPlane(values, shape, 'signed'), side, true, () => MUTED);
  if (shows === 'input') return embedded(await inputPicture(values, shape), side);
  const byte = changeBytes(shownInput(pictures, check, 0, input), times);
  return embedded(await picturedWith(values, shape, byte), side);
}
