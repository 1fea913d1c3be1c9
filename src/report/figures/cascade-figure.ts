import type { Element } from 'xast';
import { x } from 'xastscript';
import { wordsOf } from '../../checks/registry.ts';
import { InputError } from '../../errors.ts';
import type { CheckPictures, Pictures } from '../../results/pictures.ts';
import type { CheckResult, Report } from '../../results/report.ts';
import { metricsUnderMaps } from '../../similarity/registry.ts';
import { modelName } from '../wording/model-name.ts';
import { stageLabel } from '../wording/stage-label.ts';
import { oneLine } from '../wording/text-layout.ts';
import { inputPictureElement, mapCells, placed } from './cascade-cells.ts';
import { areApart, columnHeading, columnsOf, mostStages } from './cascade-columns.ts';
import { blockCaption, hasBracket, headingRow, rowHead } from './cascade-heads.ts';
import {
  type CascadeContent,
  type CascadeLayout,
  cascadeLayout,
  isWideEnough,
  leastWidth,
  type PlacedBlock,
} from './cascade-layout.ts';
import { cascadeLegend } from './cascade-legend.ts';
import type { CascadeFigureOptions } from './cascade-options.ts';
import { blocksOfRows, type CascadeBlock, cascadeBlocks } from './cascade-rows.ts';
import { FAINT, svgDocument } from './drawing.ts';
import { type Page, paged, pageHeight, pageText } from './figure-page.ts';
import { figureTitle, titleElements } from './figure-title.ts';
import { widthInUnits, widthWords } from './figure-width.ts';
import { amplification } from './input-changes.ts';
import { isDrawable } from './map-plane.ts';

export type { CascadeFigureOptions };

const WHOLE: Page = { number: 1, of: 1 };

/**
 * The figure of the sanity-check papers as SVG: the input once at the left, then a row per method with the map of the
 * trained model and its map after every stage, each with its scores (Adebayo et al. 2018, figures 2 and 3). Several
 * inputs make a block of rows each, or a row each where there is one method. In as many pages as it needs, each no higher than
 * `pageHeight` and none with more stages than its width has room for. Empty when no method has maps that can be drawn: maps
 * of features become bars, arrays of more than three axes have no picture.
 */
export async function cascadePages(
  report: Report,
  pictures: Pictures,
  options: CascadeFigureOptions,
): Promise<string[]> {
  const whole = cascadeDrawing(report, pictures, options);
  if (whole === null) return [];
  const width = options.width && widthInUnits(options.width);
  const of = (stages: readonly string[]) => cascadeDrawing(report, pictures, { ...options, stages })!;
  // Maps that nothing was changed of are shown where something is drawn on them.
  const parts =
    whole.stages.length === 0 && whole.outlined
      ? [[]]
      : await paged(whole.stages, (stages) => isWideEnough(width, of(stages).least));
  const drawings = parts.length === 1 ? [whole] : parts.map(of);
  requireWidth(
    width,
    drawings.map(({ least }) => least),
  );
  const pages: { drawing: CascadeDrawing; blocks: CascadeBlock[] }[] = [];
  for (const drawing of drawings) {
    for (const blocks of await blockPages(drawing)) pages.push({ drawing, blocks });
  }
  const drawn: string[] = [];
  for (const [at, { drawing, blocks }] of pages.entries()) {
    drawn.push(await drawing.draw(blocks, { number: at + 1, of: pages.length }));
  }
  return drawn;
}

/** Throws InputError for a width that is too small for the widest page, of which each has as few stages as it can. */
function requireWidth(width: number | undefined, needed: readonly number[]): void {
  const least = Math.max(...needed);
  if (isWideEnough(width, least)) return;
  throw new InputError({
    thing: 'the width of the figure',
    expected: `${widthWords(Math.ceil(least))} or more, for the maps of one stage`,
    found: widthWords(Math.floor(width!)),
    hint: 'Make it wider.',
  });
}

/** The rows of every page: inputs whole where each fits on a page. */
async function blockPages({ blocks, layout }: CascadeDrawing): Promise<CascadeBlock[][]> {
  const fits = (some: readonly CascadeBlock[]) => {
    // The longest text over a page is that of the first of many.
    const { height, width } = layout(some, some.length < blocks.length ? { number: 1, of: 9 } : WHOLE);
    return height <= pageHeight(width);
  };
  if (blocks.every((block) => fits([block]))) return paged(blocks, fits);
  const rows = await paged(
    blocks.flatMap((block) => block.rows),
    (some) => fits(blocksOfRows(blocks, some)),
  );
  return rows.map((some) => blocksOfRows(blocks, some));
}

type CascadeDrawing = NonNullable<ReturnType<typeof cascadeDrawing>>;

/** Everything that is decided before rows are divided over pages; null where nothing can be drawn. */
function cascadeDrawing(report: Report, pictures: Pictures, options: CascadeFigureOptions) {
  const { order, view } = options;
  const checks = pictures.checks.filter((check) => check.order === order && isDrawable(check.shape));
  if (checks.length === 0) return null;
  const wanted = options.scores ?? metricsUnderMaps(view);
  const metrics = wanted.filter((metric) =>
    checks.some((check) => check.scores[metric]?.some((score) => score !== null)),
  );
  const verdicts = new Map<string, CheckResult>(
    report.checks.filter((each) => each.order === order).map((each) => [each.method, each]),
  );
  const stages = [...new Set(checks.flatMap((check) => check.stages.slice(1)))].filter(
    (stage) => options.stages?.includes(stage) ?? true,
  );
  const described = verdicts.get(checks[0].method);
  const inputs = typeof options.input === 'number' ? [options.input] : options.input;
  const blocks = cascadeBlocks(report, pictures, checks, verdicts, inputs);
  const direction = oneLine(wordsOf(order).direction);
  const channels = checks[0].shape[2] ?? 1;
  const columns = columnsOf(stages, pictures, checks);
  // Where methods have stages of their own each has its maps side by side, with their names under them.
  const apart = areApart(stages, columns, checks);
  const outlined = checks.some((check) => check.outlined) && pictures.inputs.regions !== undefined;
  const captioned = apart || checks.some(({ captions }) => captions);
  const times = amplification(pictures, checks, inputs);

  const content = (some: readonly CascadeBlock[], notes: readonly string[]): CascadeContent => ({
    blocks: some,
    columns: [
      wordsOf(order).reference,
      ...(apart
        ? Array<string>(mostStages(stages, checks)).fill('')
        : columns.map((column) => columnHeading(column, stageLabel(described, column.stage), times))),
    ],
    captioned,
    scores: metrics.length,
    pictured: isDrawable(pictures.inputs.shape),
    title: figureTitle(options.title, sentence(checks, options), modelName(report), notes),
    width: options.width && widthInUnits(options.width),
  });
  const layout = (some: readonly CascadeBlock[], page: Page) => {
    const laid = (notes: readonly string[]) => cascadeLayout(content(some, notes));
    const verdict = blocks.length > 1 && checks.length === 1 ? described : undefined;
    const notes = [...(verdict ? [`Verdict: ${verdict.status}.`] : []), pageText(page)];
    const direct = laid(notes);
    const indirect = `${direction[0].toUpperCase()}${direction.slice(1)}.`;
    const chosen = hasBracket(direct, direction) ? direct : laid([indirect, ...notes]);
    const top = chosen.bottom + 6;
    const legend = cascadeLegend(
      options,
      {
        channels,
        scored: metrics.length > 0,
        times: columns.length > stages.length ? times : null,
        reference: oneLine(wordsOf(order).reference),
        outlined,
      },
      chosen,
      top,
    );
    return { layout: chosen, legend, width: chosen.width, height: top + legend.height + chosen.margin };
  };

  const draw = async (some: readonly CascadeBlock[], page: Page) => {
    const { layout: laid, legend, width, height } = layout(some, page);
    const drawBlock = async (block: PlacedBlock, at: number) => {
      const rows = block.rows.map(async (row) => {
        const cells = mapCells(
          pictures,
          checks[row.check],
          row.input,
          options,
          { columns, times, apart },
          metrics,
          laid,
          row.top,
        );
        return x('g', [...rowHead(row, laid), ...(await cells)]);
      });
      const rule = at > 0 && block.caption.length > 0 ? [blockRule(block.top, laid)] : [];
      return x('g', [...rule, ...(await inputSide(pictures, block, laid)), ...(await Promise.all(rows))]);
    };
    return svgDocument(
      width,
      height,
      `${oneLine(options.title ?? report.model.source)}, ${order}, ${view} maps`,
      [
        ...titleElements(laid.title, laid.margin, laid.margin),
        ...headingRow(laid, direction),
        ...(await Promise.all(laid.blocks.map(drawBlock))),
        ...legend.elements,
      ],
      options.width,
    );
  };
  return { blocks, stages, outlined, least: leastWidth(content(blocks, [])), layout, draw };
}

/** The input, once at the left of its rows. */
async function inputSide(pictures: Pictures, block: PlacedBlock, layout: CascadeLayout): Promise<Element[]> {
  const { margin, picture } = layout;
  const top = block.caption.length > 0 ? block.top : block.rows[0].top;
  const drawn = await inputPictureElement(pictures, block.input, picture);
  return [...(drawn ? [placed(drawn, margin, top, picture)] : []), ...blockCaption(block, layout)];
}

function blockRule(top: number, { margin, width }: CascadeLayout): Element {
  return x('path', { d: `M${margin} ${top - 9}H${width - margin}`, stroke: FAINT, 'stroke-width': 0.75 });
}

function sentence(checks: readonly CheckPictures[], { view, order }: CascadeFigureOptions): string {
  const only = checks.length === 1 ? ` of ${oneLine(checks[0].method)}` : '';
  return `${view === 'abs' ? 'Absolute' : 'Signed'} maps${only}, ${oneLine(order)}`;
}
