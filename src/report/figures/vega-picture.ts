import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { textWidth } from './font.ts';

/**
 * A text as vega can draw it: words that every JavaScript object answers to (`constructor`) trip its parser, so a space
 * that takes no room follows them.
 */
export function vegaText(text: string): string {
  return text in Object.prototype ? `${text}\u200b` : text;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

interface TextMetrics {
  width(item: TextItem, text: unknown): number;
}

/**
 * Vega measures text on a canvas. Without one it guesses half as much again, and its layouts come out loose and uneven;
 * it lets its users put in a measure of their own, which its types leave out.
 */
function measureWithFont(): void {
  const { textMetrics } = vega as unknown as { textMetrics: TextMetrics };
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
    textWidth(String(text ?? ''), fontSize, fontWeight === 'bold' ? 'bold' : 'normal');
}

/** The picture of a vega-lite specification, as SVG. Nothing is loaded: data stand in the specification. */
export async function vegaPicture(specification: object): Promise<string> {
  measureWithFont();
  const faults: unknown[] = [];
  // Its warnings are for whoever writes specifications, not for whoever runs this program.
  const { spec } = compile(specification as TopLevelSpec, { logger: logger(faults) });
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger: logger(faults) });
  try {
    const svg = `${linesApart(await view.toSVG())}\n`;
    if (faults.length > 0) throw faults[0];
    return svg;
  } finally {
    view.finalize();
  }
}

/**
 * The SVG with every line of a text as a text of its own, where vega puts lines as `tspan` into one: outlines and the PDF
 * are made of single lines.
 */
function linesApart(svg: string): string {
  return svg.replace(/<text([^>]*)>((?:<tspan[^>]*>[^<]*<\/tspan>)+)<\/text>/g, (_all, attributes, spans) => {
    let below = 0;
    return String(spans).replace(/<tspan([^>]*)>([^<]*)<\/tspan>/g, (_span, own, line) => {
      below += Number(/dy="([-\d.]+)"/.exec(own)?.[1] ?? 0);
      return `<text${attributes} y="${below}">${line}</text>`;
    });
  });
}

/** Width and height of a picture in units: those of its view box, whatever it measures on paper. */
export function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = svg.match(/viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"/) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** Keeps errors: vega logs them and goes on with half a picture. What it warns of is not for the user of a report. */
function logger(faults: unknown[]): vega.LoggerInterface {
  const own: vega.LoggerInterface = {
    level: ((level?: number) => (level === undefined ? vega.Error : own)) as vega.LoggerInterface['level'],
    error(...causes) {
      const cause = causes.find((each) => each instanceof Error);
      faults.push(cause ?? new Error(causes.join(' ')));
      return own;
    },
    warn: () => own,
    info: () => own,
    debug: () => own,
  };
  return own;
}

const ROUNDS = 4;

/**
 * The picture of a chart whose panels have the width that `specify` is given, so wide as a whole as `width` units: axes
 * and labels take what only the finished layout tells.
 */
export async function fittedVegaPicture(
  specify: (panelWidth: number) => object,
  width: number,
  across: number,
): Promise<string> {
  let panel = Math.max(40, width / across - 50);
  let svg = '';
  for (let round = 0; round < ROUNDS; round++) {
    svg = await vegaPicture(specify(panel));
    const excess = sizeOf(svg).width - width;
    if (Math.abs(excess) < 1 || panel - excess / across < 40) break;
    panel -= excess / across;
  }
  return svg;
}
