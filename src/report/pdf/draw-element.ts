import type { Element } from 'xast';
import { textWidth } from '../figures/font.ts';
import { pdfColour } from './colour.ts';
import { transformsOf } from './transform.ts';

type Document = PDFKit.PDFDocument;
type Attributes = Element['attributes'];

/**
 * Draws an element of a figure and what it contains: groups, rectangles, lines, paths, lines of text, pictures. Of the
 * figures this package draws nothing else is made; anything else is an error, so that no PDF lacks a part unseen.
 */
export function drawElement(document: Document, own: Element, above: Attributes = {}): void {
  const element = { ...own, attributes: { ...above, ...own.attributes } };
  if (element.name === 'title' || element.name === 'desc') return;
  document.save();
  for (const matrix of transformsOf(own.attributes.transform)) document.transform(...matrix);
  setOpacity(document, own);
  const draw = DRAWERS.get(element.name);
  if (!draw) throw new Error(`An element of a figure that its PDF cannot hold: ${element.name}.`);
  draw(document, element);
  document.restore();
}

type Drawer = (document: Document, element: Element) => void;

const DRAWERS: ReadonlyMap<string, Drawer> = new Map([
  ['g', group],
  ['svg', group],
  ['rect', rectangle],
  ['line', line],
  ['path', path],
  ['text', text],
  ['image', image],
]);

// Of presentation attributes what these figures leave to a group; SVG inherits more.
const INHERITED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray'];

function group(document: Document, { attributes, children }: Element): void {
  const above = Object.fromEntries(
    INHERITED.filter((name) => name in attributes).map((name) => [name, attributes[name]]),
  );
  for (const child of children) if (child.type === 'element') drawElement(document, child, above);
}

/** A path that is begun and not painted would be painted with the next one. */
function isUnpainted({ attributes }: Element): boolean {
  return pdfColour(attributes.fill ?? 'black') === null && pdfColour(attributes.stroke) === null;
}

function rectangle(document: Document, element: Element): void {
  if (isUnpainted(element)) return;
  const [width, height] = [number(element, 'width'), number(element, 'height')];
  if (width <= 0 || height <= 0) return;
  const radius = number(element, 'rx');
  const [x, y] = [number(element, 'x'), number(element, 'y')];
  if (radius > 0) document.roundedRect(x, y, width, height, radius);
  else document.rect(x, y, width, height);
  paint(document, element);
}

function line(document: Document, element: Element): void {
  if (pdfColour(element.attributes.stroke) === null) return;
  document.moveTo(number(element, 'x1'), number(element, 'y1'));
  document.lineTo(number(element, 'x2'), number(element, 'y2'));
  paint(document, { ...element, attributes: { ...element.attributes, fill: 'none' } });
}

function path(document: Document, element: Element): void {
  const { d } = element.attributes;
  if (!d || isUnpainted(element)) return;
  document.path(d);
  paint(document, element);
}

function text(document: Document, element: Element): void {
  const { attributes, children } = element;
  const content = children.map((child) => (child.type === 'text' ? child.value : '')).join('');
  const colour = pdfColour(attributes.fill ?? 'black');
  if (content.trim() === '' || colour === null) return;
  const size = Number.parseFloat(attributes['font-size'] ?? '10');
  const weight = attributes['font-weight'] === 'bold' ? 'bold' : 'normal';
  const share = { start: 0, middle: 0.5, end: 1 }[attributes['text-anchor'] ?? 'start'] ?? 0;
  const left = number(element, 'x') - share * textWidth(content, size, weight);
  document.font(weight).fontSize(size).fillColor(colour);
  // Ligatures and kerning would make the text wider or narrower than the layout was made for.
  document.text(content, left, number(element, 'y'), {
    lineBreak: false,
    baseline: 'alphabetic',
    features: [],
  });
}

function image(document: Document, element: Element): void {
  const { href } = element.attributes;
  if (!href) return;
  const fit: [number, number] = [number(element, 'width'), number(element, 'height')];
  const [x, y] = [number(element, 'x'), number(element, 'y')];
  document.image(href, x, y, { fit, align: 'center', valign: 'center' });
}

function paint(document: Document, { attributes }: Element): void {
  const fill = pdfColour(attributes.fill ?? 'black');
  const stroke = pdfColour(attributes.stroke);
  if (stroke) {
    document.lineWidth(Number(attributes['stroke-width'] ?? 1));
    const dashes = (attributes['stroke-dasharray'] ?? '').split(/[\s,]+/).filter((each) => each !== '');
    if (dashes.length > 0) document.dash(Number(dashes[0]), { space: Number(dashes[1] ?? dashes[0]) });
  }
  if (fill && stroke) document.fillAndStroke(fill, stroke);
  else if (fill) document.fill(fill);
  else if (stroke) document.stroke(stroke);
}

function setOpacity(document: Document, { attributes }: Element): void {
  const whole = Number(attributes.opacity ?? 1);
  const fill = whole * Number(attributes['fill-opacity'] ?? 1);
  const stroke = whole * Number(attributes['stroke-opacity'] ?? 1);
  if (fill < 1) document.fillOpacity(fill);
  if (stroke < 1) document.strokeOpacity(stroke);
}

function number({ attributes }: Element, name: string): number {
  return Number.parseFloat(attributes[name] ?? '0') || 0;
}
