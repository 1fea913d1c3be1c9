import PDFDocument from 'pdfkit';
import type { Element } from 'xast';
import { fromXml } from 'xast-util-from-xml';
import { UNITS_PER_INCH } from '../figures/figure-width.ts';
import { fontFile, type Weight } from '../figures/font.ts';
import { drawElement } from './draw-element.ts';
import { sfntOfWoff } from './sfnt.ts';

const POINTS_PER_UNIT = 72 / UNITS_PER_INCH;

/**
 * A figure's SVG as PDF of one page of its size: vectors stay vectors, text stays text in embedded fonts, maps are
 * pictures. `created` is noted in the file, so that equal figures give equal files.
 */
export function figurePdf(svg: string, created: Date): Promise<Uint8Array> {
  const root = fromXml(svg).children.find((child) => child.type === 'element') as Element;
  const [, , width, height] = (
    root.attributes.viewBox ?? `0 0 ${root.attributes.width} ${root.attributes.height}`
  )
    .split(' ')
    .map(Number);
  const document = new PDFDocument({
    size: [width * POINTS_PER_UNIT, height * POINTS_PER_UNIT],
    margin: 0,
    info: { Title: titleOf(root), Creator: 'saliency-sanity', CreationDate: created, ModDate: created },
  });
  const parts: Uint8Array[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (part: Uint8Array) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
  });
  for (const weight of ['normal', 'bold'] as const) document.registerFont(weight, sfnt(weight));
  document.scale(POINTS_PER_UNIT);
  for (const child of root.children) if (child.type === 'element') drawElement(document, child);
  document.end();
  return done;
}

const unpacked = new Map<Weight, Buffer>();

function sfnt(weight: Weight): Buffer {
  const known = unpacked.get(weight) ?? sfntOfWoff(fontFile(weight));
  unpacked.set(weight, known);
  return known;
}

function titleOf(root: Element): string {
  const title = root.children.find((child) => child.type === 'element' && child.name === 'title');
  const text = title?.type === 'element' ? title.children[0] : undefined;
  return text?.type === 'text' ? text.value : 'Figure';
}
