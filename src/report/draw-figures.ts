import type { Pictures } from '../harness/pictures.ts';
import type { Report } from '../harness/report.ts';
import type { View } from '../similarity/metric.ts';
import { cascadeFigure } from './cascade-figure.ts';
import { curvesFigure } from './curves-figure.ts';
import { ordersOf } from './gate-columns.ts';
import { rasterise } from './rasterise.ts';

export interface Figure {
  /** File name without its ending: `curves-cascade`, `cascade-abs-1` (the first shown input). */
  readonly name: string;
  readonly svg: string;
  readonly png: Uint8Array;
}

export interface FigureOptions {
  /** Orders to draw; all by default. */
  readonly orders?: readonly string[];
  /** Methods to draw, in the order of the report; all by default. */
  readonly methods?: readonly string[];
  /** Which of the stored inputs get a figure of maps, from 0; all by default. */
  readonly inputs?: readonly number[];
  /** `abs` and `signed` by default. */
  readonly views?: readonly View[];
  /** Metrics whose scores stand under the maps. */
  readonly scores?: readonly string[];
  /** Pixels of the PNG per unit of the SVG; 2 by default. */
  readonly scale?: number;
}

/**
 * The figures of a report: for every order the curves, then for every stored input its maps, absolute and signed.
 * Without pictures only the curves; a figure with nothing to show (no defined score, maps of more than three axes) is
 * left out.
 */
export async function drawFigures(
  report: Report,
  pictures: Pictures | null,
  options: FigureOptions = {},
): Promise<Figure[]> {
  const { views = ['abs', 'signed'], scores, scale = 2 } = options;
  const wanted = (check: { readonly method: string; readonly order: string }) =>
    (options.orders?.includes(check.order) ?? true) && (options.methods?.includes(check.method) ?? true);
  const shownReport = { ...report, checks: report.checks.filter(wanted) };
  const shown = pictures && { ...pictures, checks: pictures.checks.filter(wanted) };

  const figures: Figure[] = [];
  const add = async (name: string, svg: string | null) => {
    if (svg !== null) figures.push({ name, svg, png: await rasterise(svg, scale) });
  };
  for (const order of ordersOf(shownReport.checks)) {
    await add(`curves-${fileName(order)}`, await curvesFigure(shownReport, order));
    if (!shown) continue;
    for (const input of options.inputs ?? shown.inputs.ids.keys()) {
      if (shown.inputs.ids[input] === undefined) continue;
      for (const view of views) {
        const svg = await cascadeFigure(shownReport, shown, { order, view, input, scores });
        await add(`${fileName(order)}-${view}-${input + 1}`, svg);
      }
    }
  }
  return figures;
}

function fileName(order: string): string {
  return order.replace(/[^a-z0-9-]+/gi, '-');
}
