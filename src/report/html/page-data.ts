import { wordsOf } from '../../checks/registry.ts';
import type { CheckPictures, Pictures } from '../../results/pictures.ts';
import type { Report } from '../../results/report.ts';
import type { View } from '../../similarity/metric.ts';
import { metricsUnderMaps } from '../../similarity/registry.ts';
import { metricWords } from '../../statistics/wording.ts';
import { diverging, type Rgb, sequential } from '../figures/colour-map.ts';
import { drawnPlane, isDrawable } from '../figures/map-plane.ts';
import { inputPicture } from '../figures/picture.ts';
import { findTerm } from '../wording/glossary.ts';
import { shareText, similarityText } from '../wording/number-text.ts';
import { predictionWords } from '../wording/prediction-text.ts';
import { oneLine } from '../wording/text-layout.ts';
import { shownSize } from './map-bytes.ts';
import { choosePacking, type PackingChoice } from './map-packing.ts';
import { needsBoth, ownSide, packedMaps } from './packed-maps.ts';
import { shownInputs } from './shown-inputs.ts';
import { stageText } from './stage-text.ts';
import { termAnchor } from './terms.ts';

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
  /** By view: base64 of deflated bytes [stages, inputs, height, width]. Where abs is null it follows from signed. */
  readonly abs: string | null;
  readonly signed: string;
  /** [stages * inputs]: which pictures of changed inputs are what a map explains and what was added; null where there are none. */
  readonly changed: readonly (readonly [number, number] | null)[] | null;
  /** [stages * inputs]: why a map has no scores, or null. */
  readonly faults: readonly (string | null)[];
  /** Which of the scores stands under a map; -1 for none. */
  readonly under: Readonly<Record<View, number>>;
  readonly metrics: readonly string[];
  /** Where the glossary explains the metrics, null where it does not. */
  readonly terms: readonly (string | null)[];
  /** [stages * inputs]: the scores in words, by metric. */
  readonly scores: readonly (readonly string[])[];
}

/** All that the page's script works on. */
export interface PageData {
  readonly inputs: readonly { readonly id: string; readonly note: string; readonly picture: string | null }[];
  /** Inputs of the run that have maps, shown or not. */
  readonly kept: number;
  /** Steps of the bytes of maps: 0 to this number, and 255 for what is not finite. */
  readonly steps: number;
  readonly checks: readonly PageCheck[];
  /** Inputs that checks have changed, and what was added to them `times` as large, of the first inputs; null where none is shown. */
  readonly changed: {
    readonly pictures: readonly string[];
    readonly times: number;
    readonly inputs: number;
  } | null;
  /** Colours from 0 to 254 as base64 of RGB. */
  readonly palettes: { readonly abs: string; readonly signed: string };
}

/** What the page shows of the maps, made small enough for a page; null where no map has a picture. */
export async function pageData(report: Report, pictures: Pictures): Promise<PageData | null> {
  const drawable = pictures.checks.filter((check) => isDrawable(check.shape));
  const count = pictures.inputs.ids.length;
  if (drawable.length === 0 || count === 0) return null;
  const changed = await shownInputs(pictures, drawable);
  const choice = choosePacking(drawable, count, changed.length);
  const shown = pictures.inputs.ids.slice(0, choice.inputs);
  return {
    inputs: await Promise.all(shown.map((id, at) => inputOf(report, pictures, id, at))),
    kept: count,
    steps: choice.steps,
    checks: drawable.map((check) => checkOf(report, check, count, choice, changed.of.get(check))),
    changed:
      changed.inputs > 0
        ? { pictures: changed.pictures, times: changed.times, inputs: changed.inputs }
        : null,
    palettes: {
      abs: palette((share) => sequential(share)),
      signed: palette((share) => diverging(2 * share - 1)),
    },
  };
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

function checkOf(
  report: Report,
  check: CheckPictures,
  count: number,
  choice: PackingChoice,
  changed: readonly (readonly [number, number] | null)[] | undefined,
): PageCheck {
  const { stages, scores } = check;
  const own = ownSide(check);
  const side = shownSize(own.height, own.width, choice.pixels);
  const packing = { side, inputs: choice.inputs, steps: choice.steps };
  const result = report.checks.find(({ method, order }) => method === check.method && order === check.order);
  const places = stages.flatMap((_stage, at) =>
    Array.from({ length: choice.inputs }, (_each, input) => at * count + input),
  );
  return {
    method: oneLine(check.method),
    order: oneLine(check.order),
    status: result?.status ?? '',
    ...side,
    reduced: side.height < own.height || side.width < own.width ? `${own.height}x${own.width}` : null,
    stages: stages.map((stage, at) => ({
      label: at === 0 ? wordsOf(check.order).reference : stageText(result, stage),
      note: at === 0 ? 'the trained model' : stageNote(result?.stages.find(({ name }) => name === stage)),
    })),
    abs: needsBoth(check, side) ? packedMaps(check, count, 'abs', packing) : null,
    signed: packedMaps(check, count, 'signed', packing),
    under: {
      abs: whichUnder('abs', Object.keys(scores)),
      signed: whichUnder('signed', Object.keys(scores)),
    },
    changed: changed ? places.map((at) => changed[at]) : null,
    faults: places.map((at) => faultOf(check, at)),
    metrics: Object.keys(scores).map(metricWords),
    terms: Object.keys(scores).map((metric) => (findTerm(metric) ? termAnchor(metric) : null)),
    scores: places.map((at) => Object.values(scores).map((each) => similarityText(each[at]))),
  };
}

/** Which of the metrics stands under maps of a view; -1 where none of them does. */
function whichUnder(view: View, metrics: readonly string[]): number {
  const shown = metricsUnderMaps(view).find((name) => metrics.includes(name));
  return shown === undefined ? -1 : metrics.indexOf(shown);
}

function faultOf({ shape, values }: CheckPictures, at: number): string | null {
  const size = shape.reduce((product, n) => product * n, 1);
  return drawnPlane(values.subarray(at * size, (at + 1) * size), shape, 'signed', 1).fault;
}

function stageNote(stage: { coverage: number; logitShift: number } | undefined): string {
  if (!stage) return '';
  const random = stage.coverage > 0 ? `${shareText(stage.coverage)} of the parameters random, ` : '';
  return `${random}logits moved by ${similarityText(stage.logitShift)} SD`;
}

function palette(colour: (share: number) => Rgb): string {
  const steps = Array.from({ length: PALETTE_STEPS }, (_step, at) =>
    Uint8Array.from(colour(at / (PALETTE_STEPS - 1))),
  );
  return Buffer.concat(steps).toString('base64');
}
