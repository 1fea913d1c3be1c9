import type { CheckPictures, Pictures } from '../../harness/pictures.ts';
import type { Report } from '../../harness/report.ts';
import type { View } from '../../similarity/metric.ts';
import { diverging, type Rgb, sequential } from '../colour-map.ts';
import { type DrawnPlane, drawnPlane, isDrawable } from '../map-plane.ts';
import { metricTitle } from '../metric-label.ts';
import { shareText, similarityText } from '../number-text.ts';
import { inputPicture } from '../picture.ts';
import { predictionWords } from '../prediction-text.ts';
import { stageLabel } from '../stage-label.ts';
import { oneLine } from '../text-layout.ts';
import { mapBytes, shownSize } from './map-bytes.ts';

/** Characters of base64 that all maps of a page may take: room for the rest stays below the page's 5 MB. */
const MAP_BUDGET = 3_400_000;
const PALETTE_STEPS = 255;

/** Maps of one method under one order, for the page's script. */
export interface PageCheck {
  readonly method: string;
  readonly order: string;
  readonly status: string;
  readonly height: number;
  readonly width: number;
  /** Full size of the maps, where they are shown smaller. */
  readonly reduced: string | null;
  /** Labels of the stages, `trained` first, and what is random in each. */
  readonly stages: readonly { readonly label: string; readonly note: string }[];
  /** By view: base64 of bytes [stages, inputs, height, width]. Where abs is null it follows from signed. */
  readonly abs: string | null;
  readonly signed: string;
  /** [stages * inputs]: why a map has no scores, or null. */
  readonly faults: readonly (string | null)[];
  /** Which of the scores stands under a map; -1 for none. */
  readonly under: Readonly<Record<View, number>>;
  /** [stages * inputs]: the scores in words, by metric. */
  readonly scores: readonly (readonly (readonly [metric: string, score: string])[])[];
}

/** All that the page's script works on. */
export interface PageData {
  readonly inputs: readonly { readonly id: string; readonly note: string; readonly picture: string | null }[];
  readonly checks: readonly PageCheck[];
  /** Colours from 0 to 254 as base64 of RGB. */
  readonly palettes: { readonly abs: string; readonly signed: string };
}

/** What the page shows of the maps, made small enough for a page; null where no map has a picture. */
export async function pageData(report: Report, pictures: Pictures): Promise<PageData | null> {
  const drawable = pictures.checks.filter((check) => isDrawable(check.shape));
  const count = pictures.inputs.ids.length;
  if (drawable.length === 0 || count === 0) return null;
  // Two views of a map are two planes, unless one follows from the other.
  const planes = drawable.reduce((sum, check) => sum + check.stages.length * count * 2, 0);
  const limit = Math.floor((MAP_BUDGET * 3) / 4 / planes);
  return {
    inputs: await Promise.all(pictures.inputs.ids.map((id, at) => inputOf(report, pictures, id, at))),
    checks: drawable.map((check) => checkOf(report, check, count, limit)),
    palettes: {
      abs: palette((share) => sequential(share)),
      signed: palette((share) => diverging(2 * share - 1)),
    },
  };
}

function channelsOf({ shape }: CheckPictures): number {
  return shape[2] ?? 1;
}

async function inputOf({ inputs }: Report, pictures: Pictures, id: string, at: number) {
  const { shape, values } = pictures.inputs;
  const size = shape.reduce((product, n) => product * n, 1);
  const known = inputs.find((each) => each.id === id);
  const note = known ? predictionWords(known) : '';
  const drawn = shape.length > 1 && isDrawable(shape);
  const picture = drawn ? await inputPicture(values.subarray(at * size, (at + 1) * size), shape) : null;
  return { id: oneLine(id), note, picture };
}

function checkOf(report: Report, check: CheckPictures, count: number, limit: number): PageCheck {
  const { shape, stages, values } = check;
  const size = shape.reduce((product, n) => product * n, 1);
  const [height, width] = shape.length > 1 ? shape : [1, shape[0]];
  const side = shownSize(height, width, limit);
  const result = report.checks.find(({ method, order }) => method === check.method && order === check.order);
  const indices = Array.from({ length: stages.length * count }, (_each, at) => at);
  const drawn = (view: View) =>
    indices.map((at) => drawnPlane(values.subarray(at * size, (at + 1) * size), shape, view));
  const encoded = (view: View, planes: readonly DrawnPlane[]) =>
    base64(planes.map((plane) => mapBytes(plane, view, side)));
  const signed = drawn('signed');
  const smaller = side.height < height || side.width < width;
  return {
    method: oneLine(check.method),
    order: oneLine(check.order),
    status: result?.status ?? '',
    ...side,
    reduced: smaller ? `${height}x${width}` : null,
    stages: stages.map((stage, at) => ({
      label: at === 0 ? (check.order === 'labels' ? 'true labels' : 'trained') : stageLabel(result, stage),
      note: at === 0 ? 'the trained model' : stageNote(result?.stages.find(({ name }) => name === stage)),
    })),
    // The average of |a| is not the size of the average of a, so smaller maps need both.
    abs: channelsOf(check) > 1 || smaller ? encoded('abs', drawn('abs')) : null,
    signed: encoded('signed', signed),
    under: {
      abs: Object.keys(check.scores).indexOf('spearman-abs'),
      signed: Object.keys(check.scores).indexOf('spearman-signed'),
    },
    faults: signed.map((plane) => plane.fault),
    scores: indices.map((at) =>
      Object.entries(check.scores).map(([metric, scores]) => [
        metricTitle(metric),
        similarityText(scores[at]),
      ]),
    ),
  };
}

function stageNote(stage: { coverage: number; logitShift: number } | undefined): string {
  if (!stage) return '';
  return `${shareText(stage.coverage)} of the parameters random, logits moved by ${similarityText(stage.logitShift)} SD`;
}

function palette(colour: (share: number) => Rgb): string {
  const steps = Array.from({ length: PALETTE_STEPS }, (_step, at) =>
    Uint8Array.from(colour(at / (PALETTE_STEPS - 1))),
  );
  return base64(steps);
}

function base64(parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString('base64');
}
