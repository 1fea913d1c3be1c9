import type { Element } from 'xast';
import { x } from 'xastscript';
import type { CheckPictures, Pictures } from '../../results/pictures.ts';
import { metricWords } from '../../statistics/wording.ts';
import { similarityText } from '../wording/number-text.ts';
import { oneLine, truncate } from '../wording/text-layout.ts';
import { barsOf, barValue } from './bars.ts';
import { type CascadeColumn, columnPicture } from './cascade-columns.ts';
import { type CascadeLayout, SCORE_LINE } from './cascade-layout.ts';
import type { CascadeFigureOptions } from './cascade-options.ts';
import { rgbText } from './colour-map.ts';
import { frame, INK, label, MUTED } from './drawing.ts';
import { SCREEN_SCALE } from './figure-width.ts';
import { textWidth } from './font.ts';
import { painterOf } from './map-colours.ts';
import { drawnPlane, isDrawable, planeScale } from './map-plane.ts';
import { embedded, greyGround, inputPicture, mapPicture } from './picture.ts';
import { regionOutline } from './region-outline.ts';

/** The input as a picture of that side; null where it has none. */
export async function inputPictureElement(
  pictures: Pictures,
  input: number,
  side: number,
): Promise<Element | null> {
  const { shape } = pictures.inputs;
  if (!isDrawable(shape)) return null;
  const one = inputValues(pictures, input);
  if (shape.length === 1) return barsOf(drawnPlane(one, shape, 'signed'), side, true, () => MUTED);
  return embedded(await inputPicture(one, shape), side);
}

function inputValues({ inputs }: Pictures, input: number): Float32Array {
  const size = inputs.shape.reduce((product, n) => product * n, 1);
  return inputs.values.subarray(input * size, (input + 1) * size);
}

/** The maps of one method on one input: the trained one, then the stages, with their scores; what else columns show, too. */
export async function mapCells(
  pictures: Pictures,
  check: CheckPictures,
  input: number,
  options: CascadeFigureOptions,
  {
    columns: beside,
    times,
    apart,
  }: { readonly columns: readonly CascadeColumn[]; readonly times: number; readonly apart: boolean },
  metrics: readonly string[],
  layout: CascadeLayout,
  top: number,
): Promise<Element[]> {
  const { view } = options;
  const own = apart ? beside.filter(({ stage }) => check.stages.includes(stage)) : beside;
  const columns: readonly CascadeColumn[] = [{ stage: 'trained', shows: 'map' }, ...own];
  const places = columns.map(({ stage }) => check.stages.indexOf(stage));
  const map = (at: number) => mapValues(check, at, input);
  const shown = places.filter((at) => at >= 0);
  const scale =
    options.normalise === 'row'
      ? Math.max(...shown.map((at) => planeScale(map(at), check.shape, view)))
      : undefined;
  const { shape } = pictures.inputs;
  const over = options.overlay && shape.length > 1 && isDrawable(shape);
  const ground = over ? greyGround(inputValues(pictures, input), shape) : null;
  const paint = painterOf(view, options.colours);
  const { cell, lefts } = layout;
  const drawn = cell * (options.pixels ?? SCREEN_SCALE);

  const cells = places.map(async (at, column) => {
    const left = lefts[column];
    if (at < 0) return x('g', [frame(left, top, cell, cell)]);
    const { shows } = columns[column];
    if (shows !== 'map') {
      const drawing = await columnPicture(pictures, check, { at, input, side: cell, shows, times });
      return placed(drawing, left, top, cell);
    }
    const plane = drawnPlane(map(at), check.shape, view, scale);
    const drawing = plane.spatial
      ? embedded(await mapPicture(plane, view, { colours: options.colours, ground, drawn }), cell)
      : barsOf(plane, cell, view === 'signed', (value) => rgbText(paint(barValue(value, view))));
    const texts = metrics.map((metric) =>
      similarityText(check.scores[metric]?.[at * pictures.inputs.ids.length + input]),
    );
    const words = check.captions?.[at]?.[input] ?? (apart && column > 0 ? columns[column].stage : '');
    const under = top + cell + layout.caption;
    return x('g', [
      placed(drawing, left, top, cell),
      ...regionOutline(pictures, check, { input, left, top, cell }),
      ...captionLine(words, left + cell / 2, top + cell, layout),
      ...(plane.fault ? faultNote(plane.fault, left + cell / 2, top + cell / 2, cell) : []),
      ...(column === 0
        ? scoreHeads(metrics, left + cell, under, layout)
        : scoreLines(texts, left + cell / 2, under, layout)),
    ]);
  });
  return Promise.all(cells);
}

function mapValues(check: CheckPictures, at: number, input: number): Float32Array {
  const count = check.values.length / check.stages.length;
  const size = check.shape.reduce((product, n) => product * n, 1);
  const start = at * count + input * size;
  return check.values.subarray(start, start + size);
}

/** What stands directly under a map, no wider than it. */
function captionLine(
  words: string,
  middle: number,
  bottom: number,
  { caption, scoreSize: size, cell }: CascadeLayout,
): Element[] {
  if (caption === 0 || words === '') return [];
  const text = truncate(oneLine(words), cell + 4, (part) => textWidth(part, size));
  return [label(text, middle, bottom + size + 1.5, { size, anchor: 'middle', fill: MUTED, full: words })];
}

function scoreLines(
  texts: readonly string[],
  middle: number,
  bottom: number,
  { stacked, scoreSize }: CascadeLayout,
): Element[] {
  const lines = stacked ? texts : [texts.join('  ')];
  return lines.map((line, at) =>
    label(line, middle, bottom + scoreSize + 1.5 + at * SCORE_LINE, {
      size: scoreSize,
      anchor: 'middle',
      fill: INK,
    }),
  );
}

/** What the scores of the row are, under its trained map, which has none; they end where it ends. */
function scoreHeads(
  metrics: readonly string[],
  right: number,
  bottom: number,
  { stacked, scoreSize }: CascadeLayout,
): Element[] {
  const heads = metrics.map(metricWords);
  const lines = stacked ? heads : [heads.join('  ')];
  return lines
    .filter((line) => line !== '')
    .map((line, at) =>
      label(line, right, bottom + scoreSize + 1.5 + at * SCORE_LINE, {
        size: scoreSize,
        anchor: 'end',
        fill: MUTED,
      }),
    );
}

/** Why a map has no scores, on a light ground in the middle of its cell. */
function faultNote(fault: string, middle: number, centre: number, cell: number): Element[] {
  const size = cell < 50 ? 5 : 8;
  const width = textWidth(fault, size) + 6;
  const ground = { x: middle - width / 2, y: centre - size * 0.85, width, height: size * 1.6, rx: 2 };
  return [
    x('rect', { ...ground, fill: '#ffffff' }),
    label(fault, middle, centre + size * 0.33, { size, anchor: 'middle' }),
  ];
}

/** A drawing at its place, in a frame. */
export function placed(drawing: Element, left: number, top: number, cell: number): Element {
  return x('g', [
    x('g', { transform: `translate(${left} ${top})` }, [drawing]),
    frame(left, top, cell, cell),
  ]);
}
