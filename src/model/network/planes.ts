import type { Plane, Site } from '../model.ts';
import { stepsPlane } from '../sites.ts';
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
  const image = ({ convolutional, shape }: Site) =>
    convolutional && shape.length === 3 && shape[0] * shape[1] > 1;
  let last: readonly number[] | null = null;
  return sites.map((site) => {
    if (image(site)) last = site.shape;
    const plane = last && site.cut ? planeOf(site.shape, last) : null;
    return plane && (plane.before === 0 || mixed.has(site.name)) ? { ...site, plane } : site;
  });
}

/**
 * The sites of a network of sequences, those that everything flows through told apart that have a row for each step, or for
 * several where convolutions have made them fewer. Where steps are mixed with one another, the sites before it happens for
 * the last time, if there are any. A site with as many channels as steps tells nothing of which is which, if it is no convolution's.
 */
export function withSteps(sites: readonly Site[], steps: number, mixed: ReadonlySet<string>): Site[] {
  let [rows, channels] = [steps, -1];
  const told = sites.map((site) => {
    const own = stepsPlane(site.shape, steps);
    if (own && site.convolutional) [rows, channels] = [own.rows, site.shape.at(-1)!];
    const known = own?.rows === rows && (site.convolutional || rows !== channels);
    return known && site.cut ? { ...site, plane: own } : site;
  });
  const before = (site: Site) => mixed.has(site.name);
  if (!told.some((site) => site.plane && before(site))) return told;
  return told.map((site, i) => (before(site) ? site : sites[i]));
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
