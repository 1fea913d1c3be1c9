import { type FigureWidth, rootLength } from './figure-width.ts';

/** The SVG with its root's size in millimetres where the figure was sized on paper; its view box stays in units. */
export function sizedSvg(svg: string, width: FigureWidth | undefined): string {
  if (width?.unit !== 'mm') return svg;
  return svg.replace(/<svg[^>]*>/, (root) =>
    root.replace(
      / (width|height)="([\d.]+)"/g,
      (_all, side, units) => ` ${side}="${rootLength(Number(units), width)}"`,
    ),
  );
}
