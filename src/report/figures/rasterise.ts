import sharp from 'sharp';
import type { Element, ElementContent, Root } from 'xast';
import { fromXml } from 'xast-util-from-xml';
import { xmlText } from '../wording/xml-text.ts';
import { textOutline, textWidth } from './font.ts';

/** The density, in dots per inch, at which sharp draws one SVG unit as one pixel. */
const UNIT_DENSITY = 72;

/**
 * An SVG as PNG, `scale` pixels to the unit of its view box (2 by default); `dpi` is only noted in the file. Text becomes
 * outlines first: librsvg would take its fonts from the system, and a CI machine often has none.
 */
export async function rasterise(svg: string, scale = 2, dpi?: number): Promise<Uint8Array> {
  const { frame, fill } = withoutPictures(svg);
  const outlined = xmlText(outlineText(inUnits(fromXml(frame))));
  const image = sharp(Buffer.from(fill(outlined)), { density: UNIT_DENSITY * scale, unlimited: true })
    .flatten({ background: 'white' })
    .png();
  return (dpi === undefined ? image : image.withMetadata({ density: dpi })).toBuffer();
}

/** The SVG with numbers in the place of embedded pictures, and what puts them back: megabytes that need not be parsed. */
function withoutPictures(svg: string): { frame: string; fill: (frame: string) => string } {
  const pictures: string[] = [];
  // A name in the figure may hold whatever stands for a picture.
  let mark = 'picture:';
  while (svg.includes(mark)) mark = `-${mark}`;
  const frame = svg.replace(
    /data:image\/png;base64,[A-Za-z0-9+/=]+/g,
    (data) => `${mark}${pictures.push(data) - 1};`,
  );
  const stand = new RegExp(`${mark}(\\d+);`, 'g');
  return { frame, fill: (text) => text.replace(stand, (_, i) => pictures[i]) };
}

/** The tree with its root sized by its view box, whatever it measures on paper. */
function inUnits(root: Root): Root {
  const children = root.children.map((child) => {
    if (child.type !== 'element' || !child.attributes.viewBox) return child;
    const [, , width, height] = child.attributes.viewBox.split(' ');
    return { ...child, attributes: { ...child.attributes, width, height } };
  });
  return { ...root, children };
}

/** The tree with every plain `text` element as a path; one with a glyph that the font lacks stays text. */
function outlineText(root: Root): Root {
  const children = root.children.map((child) => (child.type === 'element' ? outlined(child) : child));
  return { ...root, children };
}

function outlined(element: Element): Element {
  if (element.name === 'text') return textPath(element) ?? element;
  const children = element.children.map((child) => (child.type === 'element' ? outlined(child) : child));
  return { ...element, children };
}

// What a path takes over from its text; everything else about the text is in the outline.
const KEPT = ['fill', 'opacity', 'fill-opacity'];

function textPath(element: Element): Element | null {
  const { attributes, children } = element;
  const line = children.map(textOf).join('');
  if (children.some((child) => child.type === 'element')) return null;
  const size = Number.parseFloat(attributes['font-size'] ?? '');
  if (!Number.isFinite(size)) return null;
  const weight = attributes['font-weight'] === 'bold' ? 'bold' : 'normal';
  const shift = { start: 0, middle: 0.5, end: 1 }[attributes['text-anchor'] ?? 'start'] ?? 0;
  const x = Number(attributes.x ?? 0) - shift * textWidth(line, size, weight);
  const data = textOutline(line, size, weight);
  if (data === null) return null;
  const kept = KEPT.filter((name) => name in attributes).map((name) => [name, attributes[name]]);
  const place = `translate(${x} ${Number(attributes.y ?? 0)})`;
  const transform = attributes.transform ? `${attributes.transform} ${place}` : place;
  return {
    type: 'element',
    name: 'path',
    attributes: { ...Object.fromEntries(kept), transform, d: data },
    children: [],
  };
}

function textOf(child: ElementContent): string {
  return child.type === 'text' ? child.value : '';
}
