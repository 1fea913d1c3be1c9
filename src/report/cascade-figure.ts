import type { Element } from 'xast';
import { x } from 'xastscript';
import type { CheckPictures, Pictures } from '../harness/pictures.ts';
import type { CheckResult, Report } from '../harness/report.ts';
import { inputCell, mapCells, placed } from './cascade-cells.ts';
import { type CascadeLayout, cascadeLayout, HEADING_SIZE, METHOD_SIZE } from './cascade-layout.ts';
import { cascadeLegend } from './cascade-legend.ts';
import type { CascadeFigureOptions, CascadeRow } from './cascade-options.ts';
import { badge, FAINT, INK, label, MUTED, svgDocument } from './drawing.ts';
import { widthInUnits } from './figure-width.ts';
import { textWidth } from './font.ts';
import { isDrawable } from './map-plane.ts';
import { modelName } from './model-name.ts';
import { similarityText } from './number-text.ts';
import { stageLabel } from './stage-label.ts';
import { oneLine, truncate } from './text-layout.ts';

export type { CascadeFigureOptions };

const DIRECTIONS: Readonly<Record<string, string>> = {
  cascade: 'random from the output downwards',
  'bottom-up': 'random from the input upwards',
  independent: 'one layer random at a time',
  labels: 'trained on random labels',
};

/**
 * The figure of the sanity-check papers as SVG: a row per method, the input, the map of the trained model, then its map
 * after every stage, each with its scores (Adebayo et al. 2018, figures 2 and 3). Several inputs make a block of rows
 * each, or a row each where there is one method. Null when no method has maps that can be drawn: maps of features become
 * bars, arrays of more than three axes have no picture.
 */
export async function cascadeFigure(
  report: Report,
  pictures: Pictures,
  options: CascadeFigureOptions,
): Promise<string | null> {
  const { order, view } = options;
  const checks = pictures.checks.filter((check) => check.order === order && isDrawable(check.shape));
  if (checks.length === 0) return null;
  const wanted = options.scores ?? (view === 'abs' ? ['spearman-abs', 'ssim'] : ['spearman-signed']);
  const metrics = wanted.filter((metric) =>
    checks.some((check) => check.scores[metric]?.some((score) => score !== null)),
  );
  const verdicts = new Map(
    report.checks.filter((each) => each.order === order).map((each) => [each.method, each]),
  );
  const stages = [...new Set(checks.flatMap((check) => check.stages.slice(1)))].filter(
    (stage) => options.stages?.includes(stage) ?? true,
  );
  const described = verdicts.get(checks[0].method);
  const inputs = typeof options.input === 'number' ? [options.input] : options.input;
  const rows = rowsOf(report, pictures, checks, inputs);
  const title = options.title === undefined ? sentence(report, checks, options) : options.title;
  const layout = cascadeLayout({
    rows,
    names: [
      'input',
      order === 'labels' ? 'true labels' : 'trained',
      ...stages.map((stage) => stageLabel(described, stage)),
    ],
    scores: metrics.length,
    titled: title !== null,
    width: options.width && widthInUnits(options.width),
  });

  const drawn = rows.map(async ({ check, input, name, heading }, at) => {
    const top = layout.tops[at];
    // The input stands once, beside the first of its rows.
    const first = rows[at - 1]?.input !== input;
    const picture = first ? await inputCell(pictures, input, layout.cell) : null;
    const verdict = verdicts.get(checks[check].method);
    const cells = mapCells(pictures, checks[check], input, options, stages, metrics, layout, top);
    return x('g', [
      ...(heading === null ? [] : [blockHeading(heading, layout, top)]),
      ...rowHead(name, rows.length > 1 && checks.length === 1 ? undefined : verdict, layout, top),
      ...(picture ? [placed(picture, layout.lefts[0], top, layout.cell)] : []),
      ...(await cells),
    ]);
  });
  const bottom = layout.bottom + 8;
  const legend = cascadeLegend(options, metrics, layout, bottom);
  const name = `${oneLine(report.model.source)}, ${order}, ${view} maps`;
  const height = bottom + legend.height + layout.margin;
  return svgDocument(
    layout.width,
    height,
    name,
    [
      ...(title === null ? [] : titleLines(title, subtitle(report, pictures, inputs), layout)),
      ...headingRow(layout, Object.hasOwn(DIRECTIONS, order) ? DIRECTIONS[order] : oneLine(order)),
      ...(await Promise.all(drawn)),
      ...legend.elements,
    ],
    options.width,
  );
}

function rowsOf(
  report: Report,
  pictures: Pictures,
  checks: readonly CheckPictures[],
  inputs: readonly number[],
): CascadeRow[] {
  if (checks.length === 1 && inputs.length > 1) {
    return inputs.map((input) => ({
      check: 0,
      input,
      name: oneLine(pictures.inputs.ids[input]),
      heading: null,
    }));
  }
  return inputs.flatMap((input) =>
    checks.map(({ method }, check) => ({
      check,
      input,
      name: oneLine(method),
      heading: inputs.length > 1 && check === 0 ? inputText(report, pictures, input) : null,
    })),
  );
}

function sentence(
  report: Report,
  checks: readonly CheckPictures[],
  { view, order }: CascadeFigureOptions,
): string {
  const only = checks.length === 1 ? `, ${oneLine(checks[0].method)}` : '';
  return `${view === 'abs' ? 'Absolute' : 'Signed'} maps, ${oneLine(order)}: ${modelName(report)}${only}`;
}

function subtitle(report: Report, pictures: Pictures, inputs: readonly number[]): string {
  return inputs.length === 1 ? inputText(report, pictures, inputs[0]) : `${inputs.length} inputs`;
}

function inputText(report: Report, pictures: Pictures, input: number): string {
  const id = pictures.inputs.ids[input];
  const known = report.inputs.find((each) => each.id === id);
  if (!known) return oneLine(id);
  const label = known.label === null ? '' : `, label ${known.label}`;
  return `${oneLine(id)}, predicted class ${known.predicted} (${similarityText(known.probability)})${label}`;
}

function titleLines(title: string, below: string, { margin, width }: CascadeLayout): Element[] {
  const room = width - 2 * margin;
  const cut = (text: string, size: number, weight: 'normal' | 'bold') =>
    truncate(text, room, (part) => textWidth(part, size, weight));
  return [
    label(cut(title, 12, 'bold'), margin, margin + 11, { size: 12, weight: 'bold', full: title }),
    label(cut(below, 9.5, 'normal'), margin, margin + 27, { size: 9.5, fill: MUTED, full: below }),
  ];
}

function blockHeading(text: string, { margin, width }: CascadeLayout, top: number): Element {
  const cut = truncate(text, width - 2 * margin, (part) => textWidth(part, 9));
  return x('g', [
    x('path', { d: `M${margin} ${top - 16.5}H${width - margin}`, stroke: FAINT, 'stroke-width': 0.75 }),
    label(cut, margin, top - 5, { size: 9, fill: MUTED, full: text }),
  ]);
}

function headingRow(layout: CascadeLayout, direction: string): Element[] {
  const { lefts, cell, headings, slant, headingBaseline, bracketTop } = layout;
  const words = headings.map(({ text, full }, column) => {
    const middle = lefts[column] + cell / 2;
    if (slant === 0)
      return label(text, middle, headingBaseline, { size: HEADING_SIZE, anchor: 'middle', full });
    const transform = `rotate(${-slant} ${middle} ${headingBaseline})`;
    return label(text, middle, headingBaseline, { size: HEADING_SIZE, transform, full });
  });
  if (slant > 0 || lefts.length < 4) return words;
  const from = lefts[2];
  const to = lefts[lefts.length - 1] + cell;
  const tight = textWidth(direction, 9) > to - from;
  const style = { size: 9, anchor: tight ? ('end' as const) : ('middle' as const), fill: MUTED };
  return [
    label(direction, tight ? to : (from + to) / 2, bracketTop + 8, style),
    x('path', { d: `M${from} ${bracketTop + 13}H${to}`, stroke: FAINT, fill: 'none' }),
    ...words,
  ];
}

function rowHead(
  name: string,
  verdict: CheckResult | undefined,
  { margin, methodWidth, cell }: CascadeLayout,
  top: number,
): Element[] {
  const cut = truncate(name, methodWidth, (text) => textWidth(text, METHOD_SIZE, 'bold'));
  const style = { size: METHOD_SIZE, weight: 'bold' as const, fill: INK, full: name };
  const middle = top + Math.max(cell, 22) / 2;
  const elements = [label(cut, margin, middle - 2, style)];
  return verdict ? [...elements, badge(verdict.status, margin, middle + 2)] : elements;
}
