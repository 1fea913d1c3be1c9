import type { Element } from 'xast';
import { x } from 'xastscript';
import type { Status } from '../../results/report.ts';
import { oneLine } from '../wording/text-layout.ts';
import { xmlText } from '../wording/xml-text.ts';
import { type FigureWidth, rootLength } from './figure-width.ts';
import { FONT_FAMILY, type Weight } from './font.ts';

export const INK = '#222222';
export const MUTED = '#666666';
export const FAINT = '#c8c8c8';

export interface LabelStyle {
  /** In pixels; 10 by default. */
  readonly size?: number;
  readonly weight?: Weight;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
  readonly transform?: string;
  /** Shown when the pointer rests on the label: the name before it was cut. */
  readonly full?: string;
}

/** A line of text whose baseline starts, centres or ends at (left, baseline). */
export function label(text: string, left: number, baseline: number, style: LabelStyle = {}): Element {
  const { size = 10, weight = 'normal', anchor = 'start', fill = INK, transform, full } = style;
  const attributes = {
    x: round(left),
    y: round(baseline),
    'font-family': FONT_FAMILY,
    'font-size': size,
    'font-weight': weight,
    'text-anchor': anchor,
    fill,
    transform,
  };
  const line = x('text', attributes, text);
  return full === undefined || full === text ? line : x('g', [x('title', oneLine(full)), line]);
}

/** A frame without filling. */
export function frame(left: number, top: number, width: number, height: number): Element {
  const place = { x: round(left), y: round(top), width: round(width), height: round(height) };
  return x('rect', { ...place, fill: 'none', stroke: FAINT, 'stroke-width': 0.75 });
}

const BADGES: Readonly<Record<Status, { shape: string; sign: string; colour: string }>> = {
  passed: { shape: 'M5 0A5 5 0 1 1 5 10A5 5 0 1 1 5 0Z', sign: 'M2.6 5.2L4.3 7L7.4 3.2', colour: '#00664b' },
  failed: { shape: 'M0 0H10V10H0Z', sign: 'M2.7 2.7L7.3 7.3M7.3 2.7L2.7 7.3', colour: '#a8301c' },
  inconclusive: { shape: 'M5 -.8L10.8 5L5 10.8L-.8 5Z', sign: 'M2.8 5H7.2', colour: '#7a5c00' },
};

/** Of a size, between two lines of a badge. */
const LINE = 1.1;

/** The verdict as a shape of its own (disc, square, diamond), a sign and the word, or another one, in one line or several: legible without colours. */
export function badge(
  status: Status,
  left: number,
  top: number,
  size = 9,
  word: string | readonly string[] = status,
  full = [word].flat().join(' '),
): Element {
  const lines = [word].flat();
  const base = 5 + 0.37 * size;
  const { shape, sign, colour } = BADGES[status];
  return x('g', { transform: `translate(${round(left)} ${round(top)})` }, [
    x('path', { d: shape, fill: colour }),
    x('path', { d: sign, fill: 'none', stroke: '#ffffff', 'stroke-width': 1.5 }),
    ...lines.map((line, at) =>
      label(line, 15, base + (at - (lines.length - 1) / 2) * LINE * size, {
        ...{ size, fill: colour },
        full: lines.join('') === full ? line : full,
      }),
    ),
  ]);
}

/** A whole SVG file on white ground; its root states millimetres where the figure was sized on paper. */
export function svgDocument(
  width: number,
  height: number,
  title: string,
  children: readonly Element[],
  sized?: FigureWidth,
): string {
  const size = { width: Math.ceil(width - 1e-6), height: Math.ceil(height) };
  const root = x(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: rootLength(size.width, sized),
      height: rootLength(size.height, sized),
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: 'img',
    },
    [x('title', oneLine(title)), x('rect', { ...size, fill: '#ffffff' }), ...children],
  );
  return `${xmlText(root)}\n`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
