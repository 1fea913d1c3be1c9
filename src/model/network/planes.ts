import type { Plane, Site } from '../model.ts';
import type { Flow } from './data-flow.ts';
import type { Operation } from './operation.ts';
import type { Place } from './sites.ts';

/** The most tokens beside those of the plane: of a class, of a distillation. */
const MOST_TOKENS = 2;

/** The places before the last product of data with data: what lies along an axis is mixed there once more. */
export function beforeLastMixing({ order, data }: Flow, places: readonly Place[]): ReadonlySet<string> {
  const isMixing = ({ kind, inputs }: Operation) =>
    kind === 'product' && inputs.filter(({ node }) => data.has(node)).length > 1;
  const until = new Set(order.slice(0, Math.max(0, order.findLastIndex(isMixing))));
  return new Set(places.filter(({ node }) => until.has(node)).map(({ name }) => name));
}

/**
 * The sites, those that everything flows through told apart that are maps of the input: images, and tokens in as many
 * places as an image before them had pixels. Where a class token is read out, the others have no part in what comes after
 * their last mixing.
 */
export function withPlanes(sites: readonly Site[], mixed: ReadonlySet<string>): Site[] {
  const image = (site: Site) => site.convolutional && site.shape[0] * site.shape[1] > 1;
  let last: readonly number[] | null = null;
  return sites.map((site) => {
    if (image(site)) last = site.shape;
    const plane = last && site.cut ? planeOf(site.shape, last) : null;
    return plane && (plane.before === 0 || mixed.has(site.name)) ? { ...site, plane } : site;
  });
}

function planeOf(shape: readonly number[], [height, width]: readonly number[]): Plane | null {
  if (shape.length === 3) {
    const [rows, columns] = shape;
    // Images become smaller by the same factor in both directions.
    const scaled = rows <= height && rows * width === columns * height && rows * columns > 1;
    return scaled ? { rows, columns, before: 0 } : null;
  }
  if (shape.length !== 2) return null;
  const before = shape[0] - height * width;
  return before >= 0 && before <= MOST_TOKENS ? { rows: height, columns: width, before } : null;
}
