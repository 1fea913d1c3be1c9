import type { Element } from 'xast';
import { x } from 'xastscript';
import type { CheckPictures, Pictures } from '../harness/pictures.ts';
import type { CheckResult, Report } from '../harness/report.ts';
import type { View } from '../similarity/metric.ts';
import { barsOf } from './bars.ts';
import { type CascadeLayout, cascadeLayout, HEADING_SIZE, METHOD_SIZE, SLANT } from './cascade-layout.ts';
import { cascadeLegend } from './cascade-legend.ts';
import { badge, FAINT, frame, INK, label, MUTED, svgDocument } from './drawing.ts';
import { textWidth } from './font.ts';
import { drawnPlane, isDrawable } from './map-plane.ts';
import { similarityText } from './number-text.ts';
import { inputPicture, mapPicture } from './picture.ts';
import { stageLabel } from './stage-label.ts';
import { oneLine, truncate } from './text-layout.ts';

export interface CascadeFigureOptions {
  readonly order: string;
  /** `abs` maps in a sequential colour map or `signed` maps in a diverging one. */
  readonly view: View;
  /** Which of the stored inputs, from 0. */
  readonly input: number;
  /** Metrics whose scores stand under the maps; for abs maps abs Spearman and SSIM, else signed Spearman, by default. */
  readonly scores?: readonly string[];
}

const DIRECTIONS: Readonly<Record<string, string>> = {
  cascade: 'random from the output downwards',
  'bottom-up': 'random from the input upwards',
  independent: 'one layer random at a time',
};

/**
 * The figure of the sanity-check papers as SVG: a row per method, the input, the map of the trained model, then its map
 * after every stage, each with its scores (Adebayo et al. 2018, figures 2 and 3). Null when no method has maps that can
 * be drawn: maps of features become bars, arrays of more than three axes have no picture.
 */
export async function cascadeFigure(
  report: Report,
  pictures: Pictures,
  options: CascadeFigureOptions,
): Promise<string | null> {
  const { order, view, input } = options;
  const checks = pictures.checks.filter((check) => check.order === order && isDrawable(check.shape));
  if (checks.length === 0) return null;
  const scores = options.scores ?? (view === 'abs' ? ['spearman-abs', 'ssim'] : ['spearman-signed']);
  const shown = scores.filter((metric) =>
    checks.some((check) => check.scores[metric]?.some((score) => score !== null)),
  );
  const verdicts = new Map(
    report.checks.filter((each) => each.order === order).map((each) => [each.method, each]),
  );

  const stages = [...new Set(checks.flatMap((check) => check.stages.slice(1)))];
  const described = verdicts.get(checks[0].method);
  const names = ['input', 'trained', ...stages.map((stage) => stageLabel(described, stage))];
  const layout = cascadeLayout(
    checks.map((check) => oneLine(check.method)),
    names,
  );

  const original = isDrawable(pictures.inputs.shape) ? await inputCell(pictures, input, layout.cell) : null;
  const columns = ['trained', ...stages];
  const rows = checks.map(async (check, row) => {
    const top = layout.top + row * layout.rowHeight;
    const cells = columns.map((stage, column) => mapCell(check, stage, options, shown, layout, column, top));
    return x('g', [
      ...methodCell(check.method, verdicts.get(check.method), layout, top),
      ...(original ? [placed(original, layout.lefts[0], top, layout.cell)] : []),
      ...(await Promise.all(cells)),
    ]);
  });
  const bottom = layout.top + checks.length * layout.rowHeight + 8;
  const legend = cascadeLegend(view, shown, layout, bottom);
  const title = `${oneLine(report.model.source)}, ${order}, ${view} maps`;
  return svgDocument(layout.width, bottom + legend.height + layout.margin, title, [
    ...titleLines(report, pictures, options, layout),
    ...headingRow(layout, DIRECTIONS[order] ?? order),
    ...(await Promise.all(rows)),
    ...legend.elements,
  ]);
}

function titleLines(
  report: Report,
  pictures: Pictures,
  { order, view, input }: CascadeFigureOptions,
  { margin, width }: CascadeLayout,
): Element[] {
  const id = pictures.inputs.ids[input];
  const known = report.inputs.find((each) => each.id === id);
  const classes = known
    ? `, predicted class ${known.predicted} (${similarityText(known.probability)})` +
      (known.label === null ? '' : `, label ${known.label}`)
    : '';
  const room = width - 2 * margin;
  const cut = (text: string, size: number, weight: 'normal' | 'bold') =>
    truncate(text, room, (part) => textWidth(part, size, weight));
  const source = oneLine(report.model.source);
  const first = `${view === 'abs' ? 'Absolute' : 'Signed'} maps, ${oneLine(order)}: ${source}`;
  return [
    label(cut(first, 12, 'bold'), margin, margin + 11, { size: 12, weight: 'bold', full: first }),
    label(cut(`${oneLine(id)}${classes}`, 9.5, 'normal'), margin, margin + 27, {
      size: 9.5,
      fill: MUTED,
      full: id,
    }),
  ];
}

function headingRow(layout: CascadeLayout, direction: string): Element[] {
  const { lefts, cell, headings, slanted, headingBaseline, bracketTop } = layout;
  const from = lefts[2] ?? lefts[1];
  const to = lefts[lefts.length - 1] + cell;
  const words = headings.map(({ text, full }, column) => {
    const middle = lefts[column] + cell / 2;
    if (!slanted) return label(text, middle, headingBaseline, { size: HEADING_SIZE, anchor: 'middle', full });
    const transform = `rotate(${-SLANT} ${middle} ${headingBaseline})`;
    return label(text, middle, headingBaseline, { size: HEADING_SIZE, transform, full });
  });
  if (slanted || lefts.length < 4) return words;
  const tight = textWidth(direction, 9) > to - from;
  const style = { size: 9, anchor: tight ? ('end' as const) : ('middle' as const), fill: MUTED };
  return [
    label(direction, tight ? to : (from + to) / 2, bracketTop + 8, style),
    x('path', { d: `M${from} ${bracketTop + 13}H${to}`, stroke: FAINT, fill: 'none' }),
    ...words,
  ];
}

function methodCell(
  method: string,
  verdict: CheckResult | undefined,
  { margin, methodWidth, cell }: CascadeLayout,
  top: number,
): Element[] {
  const name = oneLine(method);
  const cut = truncate(name, methodWidth, (text) => textWidth(text, METHOD_SIZE, 'bold'));
  const style = { size: METHOD_SIZE, weight: 'bold' as const, fill: INK, full: name };
  const middle = top + cell / 2;
  const elements = [label(cut, margin, middle - 2, style)];
  return verdict ? [...elements, badge(verdict.status, margin, middle + 6)] : elements;
}

async function inputCell(pictures: Pictures, input: number, cell: number): Promise<Element> {
  const { shape, values } = pictures.inputs;
  const size = shape.reduce((product, n) => product * n, 1);
  const one = values.subarray(input * size, (input + 1) * size);
  if (shape.length === 1) return barsOf(drawnPlane(one, shape, 'signed'), cell, () => MUTED);
  return image(await inputPicture(one, shape), cell);
}

async function mapCell(
  check: CheckPictures,
  stage: string,
  { view, input }: CascadeFigureOptions,
  metrics: readonly string[],
  layout: CascadeLayout,
  column: number,
  top: number,
): Promise<Element> {
  const at = check.stages.indexOf(stage);
  const { cell, lefts, scoreSize } = layout;
  const left = lefts[column + 1];
  if (at < 0) return x('g', [frame(left, top, cell, cell)]);
  const count = check.values.length / check.stages.length;
  const size = check.shape.reduce((product, n) => product * n, 1);
  const start = at * count + input * size;
  const plane = drawnPlane(check.values.subarray(start, start + size), check.shape, view);
  const drawing = plane.spatial ? image(await mapPicture(plane, view), cell) : barsOf(plane, cell, view);
  const inputs = count / size;
  const texts = metrics.map((metric) => similarityText(check.scores[metric]?.[at * inputs + input]));
  const middle = left + cell / 2;
  const below = label(texts.join('  '), middle, top + cell + 10, {
    size: scoreSize,
    anchor: 'middle',
    fill: INK,
  });
  return x('g', [
    placed(drawing, left, top, cell),
    ...(plane.fault ? faultNote(plane.fault, middle, top + cell / 2) : []),
    ...(column === 0 ? [] : [below]),
  ]);
}

/** Why a map has no scores, on a light ground in the middle of its cell. */
function faultNote(fault: string, middle: number, centre: number): Element[] {
  const width = textWidth(fault, 8) + 8;
  const ground = { x: middle - width / 2, y: centre - 7, width, height: 13, rx: 2, fill: '#ffffff' };
  return [x('rect', ground), label(fault, middle, centre + 2.6, { size: 8, anchor: 'middle' })];
}

function image(href: string, cell: number): Element {
  const style = 'image-rendering:pixelated';
  return x('image', { width: cell, height: cell, href, preserveAspectRatio: 'xMidYMid meet', style });
}

function placed(drawing: Element, left: number, top: number, cell: number): Element {
  return x('g', [
    x('g', { transform: `translate(${left} ${top})` }, [drawing]),
    frame(left, top, cell, cell),
  ]);
}
