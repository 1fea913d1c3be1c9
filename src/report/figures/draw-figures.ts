import type { Pictures } from '../../results/pictures.ts';
import type { Report } from '../../results/report.ts';
import { ordersOf } from '../wording/gate-columns.ts';
import { cardPages } from './card-figure.ts';
import { cascadePages } from './cascade-figure.ts';
import { curvesPages } from './curves-figure.ts';
import { FIGURE_KINDS, type FigureKind, type FigureOptions } from './figure-options.ts';
import { pixelScale, UNITS_PER_INCH } from './figure-width.ts';
import type { Pages } from './pages-notice.ts';
import { rasterise } from './rasterise.ts';
import { summaryPages } from './summary-figure.ts';

export type { FigureOptions };

export interface Figure {
  /**
   * File name without its ending: `card`, `curves-cascade`, `summary-cascade`, `cascade-abs-1` (the first shown input), of
   * several pages `cascade-abs-1-page-1`.
   */
  readonly name: string;
  readonly svg: string;
  readonly png: Uint8Array;
  /** The start of the run: the date of the PDF, so that equal figures give equal files. */
  readonly madeAt: Date;
  /** On the first of several pages all of them; absent where it is the only one. */
  readonly divided?: Pages;
}

/**
 * The figures of a report: the report card of several checks, for every order the curves and the summary of its gates, then for every stored input its
 * maps, absolute and signed. Without pictures no maps; a figure with nothing to show (no defined score, maps of more
 * than three axes) is left out.
 */
export async function drawFigures(
  report: Report,
  pictures: Pictures | null,
  options: FigureOptions = {},
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for await (const figure of eachFigure(report, pictures, options)) figures.push(figure);
  return figures;
}

/**
 * The same one by one: figures of many maps are large. With `onFault` a figure that cannot be drawn is left out and told
 * there; without, it ends the others with its error.
 */
export async function* eachFigure(
  report: Report,
  pictures: Pictures | null,
  options: FigureOptions = {},
  onFault?: (name: string, error: unknown) => void,
): AsyncGenerator<Figure> {
  const { kinds = FIGURE_KINDS, scores: metrics, stages, width, columns } = options;
  const wanted = (check: { readonly method: string; readonly order: string }) =>
    (options.orders?.includes(check.order) ?? true) && (options.methods?.includes(check.method) ?? true);
  const shown = { ...report, checks: report.checks.filter(wanted) };
  const title = options.title === undefined ? shown.plan.title : options.title;

  const started = new Date(report.startedAt);
  // A report from elsewhere may hold anything.
  const madeAt = Number.isNaN(started.getTime()) ? new Date(0) : started;
  async function* made(
    kind: FigureKind,
    name: string,
    draw: () => Promise<string[]>,
  ): AsyncGenerator<() => Promise<Figure | null>> {
    const pages = kinds.includes(kind) ? await drawnOr(name, [], draw) : [];
    const names = pages.map((_page, at) => (pages.length > 1 ? `${name}-page-${at + 1}` : name));
    for (const [at, svg] of pages.entries()) {
      const first = at === 0 && pages.length > 1;
      const divided = first ? { divided: { figure: name, pages: names } } : {};
      yield () =>
        drawnOr(names[at], null, async () => {
          const png = await rasterise(svg, pixelScale(options), dpiOf(options));
          return { name: names[at], svg, png, madeAt, ...divided };
        });
    }
  }
  async function drawnOr<T, E>(name: string, instead: E, draw: () => Promise<T>): Promise<T | E> {
    try {
      return await draw();
    } catch (error) {
      if (!onFault) throw error;
      onFault(name, error);
      return instead;
    }
  }
  async function* drawn() {
    yield* made('card', 'card', () => cardPages(shown, { title, width }));
    for (const order of ordersOf(shown.checks)) yield* ofCheck(order);
  }
  async function* ofCheck(order: string) {
    const name = fileName(order);
    const common = { metrics, title, columns, width };
    yield* made('curves', `curves-${name}`, () => curvesPages(shown, order, { ...common, stages }));
    yield* made('summary', `summary-${name}`, () => summaryPages(shown, order, common));
    if (!pictures) return;
    const maps = { ...pictures, checks: pictures.checks.filter(wanted) };
    for (const { input, label } of inputSets(maps, options)) {
      for (const view of options.views ?? (['abs', 'signed'] as const)) {
        const settings = { ...options, order, view, input, title, pixels: pixelScale(options) };
        yield* made('maps', `${name}-${view}-${label}`, () => cascadePages(shown, maps, settings));
      }
    }
  }
  for await (const figure of ahead(drawn(), RASTERISED_AT_ONCE)) if (figure) yield figure;
}

/** Pixels are made in threads of their own while the next figure is drawn here. */
const RASTERISED_AT_ONCE = 3;

/** The results of tasks in their order, of which so many are under way at once. */
async function* ahead<T>(tasks: AsyncIterable<() => Promise<T>>, most: number): AsyncGenerator<T> {
  // A task that fails while nobody waits for it is heard of when its turn comes.
  const begun: Promise<{ value: T } | { error: unknown }>[] = [];
  const next = async (): Promise<T> => {
    const ended = (await begun.shift())!;
    if ('error' in ended) throw ended.error;
    return ended.value;
  };
  for await (const task of tasks) {
    begun.push(
      task().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
    );
    if (begun.length >= most) yield await next();
  }
  while (begun.length > 0) yield await next();
}

/** What stands in a figure of maps each: one input, or all of them. */
function inputSets(
  pictures: Pictures,
  { inputs, together }: FigureOptions,
): { input: number | readonly number[]; label: string }[] {
  const known = [...(inputs ?? pictures.inputs.ids.keys())].filter(
    (input) => pictures.inputs.ids[input] !== undefined,
  );
  if (!together || known.length < 2) return known.map((input) => ({ input, label: String(input + 1) }));
  return [{ input: known, label: known.map((input) => input + 1).join('-') }];
}

/** What the PNG says of its size on paper; nothing where it was drawn for the screen. */
function dpiOf({ dpi, width, scale }: FigureOptions): number | undefined {
  if (dpi !== undefined) return dpi;
  return width?.unit === 'mm' ? pixelScale({ scale, width }) * UNITS_PER_INCH : undefined;
}

function fileName(order: string): string {
  return order.replace(/[^a-z0-9-]+/gi, '-');
}
