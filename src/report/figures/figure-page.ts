/** Of a page of A4 that leaves 25 mm at the top and at the bottom, in SVG units. */
const PAGE_HEIGHT = (247 / 25.4) * 96;
/** Height over width of its text, 170 mm wide: wider figures may be higher in proportion. */
const PROPORTION = 247 / 170;

/** How high a figure of this width may be, in SVG units: a page of A4, or its proportions where it is wider than that. */
export function pageHeight(width: number): number {
  return Math.max(PAGE_HEIGHT, width * PROPORTION);
}

/** Which part of a figure is drawn. */
export interface Page {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** What a figure says of itself where it is one of several pages. */
export function pageText({ number, of }: Page): string {
  return of > 1 ? `Page ${number} of ${of}.` : '';
}

/**
 * Divides the parts of a figure over as few pages as hold them, evenly. A part that does not fit alone has a page of its
 * own. `fits` says whether parts fit on one page, which would be that of so many.
 */
export async function paged<T>(
  parts: readonly T[],
  fits: (parts: readonly T[], page: Page) => boolean | Promise<boolean>,
): Promise<T[][]> {
  for (let pages = 1; pages < parts.length; pages++) {
    const divided = evenly(parts, pages);
    let fitting = true;
    for (const [at, page] of divided.entries()) fitting &&= await fits(page, { number: at + 1, of: pages });
    if (fitting) return divided;
  }
  return parts.map((part) => [part]);
}

/** The parts in order, in so many lists whose lengths differ by one at most. */
export function evenly<T>(parts: readonly T[], lists: number): T[][] {
  const at = (list: number) => Math.round((list * parts.length) / lists);
  return Array.from({ length: lists }, (_each, list) => parts.slice(at(list), at(list + 1)));
}
