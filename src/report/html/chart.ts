import type { Element as HtmlElement } from 'hast';
import type { Element, ElementContent } from 'xast';
import { fromXml } from 'xast-util-from-xml';
import { GRID, GROUND, SHADE } from '../chart-theme.ts';
import { FAINT, INK, MUTED } from '../drawing.ts';

/** Colours of charts that follow the page's scheme, by the class that takes their place. */
const SCHEME: ReadonlyMap<string, string> = new Map([
  [INK, 'ink'],
  [MUTED, 'muted'],
  [FAINT, 'faint'],
  [GRID, 'grid'],
  [SHADE, 'shade'],
  [GROUND, 'ground'],
]);
/** The first method's colour, dark, of the only line in a chart of one method. */
const LINE = '#332288';

/** What is kept of an attribute set: neither styles, which the page's policy forbids, nor vega's own descriptions. */
const DROPPED = /^(style|class|aria-.*|role|font-family|xmlns.*|version|pointer-events|stroke-miterlimit)$/;

/**
 * A chart's SVG as part of a page: its parts are hidden behind one description, its greys follow the page's light or
 * dark scheme by classes.
 */
export function chartElement(svg: string, description: string): HtmlElement {
  const root = fromXml(svg).children.find((child) => child.type === 'element');
  if (root?.type !== 'element') throw new Error('A chart without an svg element.');
  const { width, height } = root.attributes;
  const chart = element(root);
  return {
    ...chart,
    properties: {
      ...chart.properties,
      viewBox: root.attributes.viewBox ?? `0 0 ${width} ${height}`,
      role: 'img',
      ariaLabel: description,
    },
  };
}

function element({ name, attributes, children }: Element): HtmlElement {
  const kept = Object.entries(attributes).filter(([key, value]) => value != null && !DROPPED.test(key));
  const classes = kept.flatMap(([key, value]) => schemeClass(key, value));
  const plain = kept.filter(([key, value]) => schemeClass(key, value).length === 0);
  const properties = Object.fromEntries(plain.map(([key, value]) => [key, String(value)]));
  return {
    type: 'element',
    tagName: name,
    properties: classes.length > 0 ? { ...properties, className: classes } : properties,
    children: children.flatMap(content),
  };
}

function schemeClass(key: string, value: string | null | undefined): string[] {
  if (key !== 'fill' && key !== 'stroke') return [];
  const role = value === LINE ? 'line' : SCHEME.get(value ?? '');
  return role === undefined ? [] : [`${key}-${role}`];
}

function content(child: ElementContent): HtmlElement['children'] {
  if (child.type === 'element') return [element(child)];
  return child.type === 'text' ? [{ type: 'text', value: child.value }] : [];
}
