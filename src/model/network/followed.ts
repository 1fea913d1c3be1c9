import { scalesOnly } from '../scaling.ts';
import type { Flow } from './data-flow.ts';
import type { Operation } from './operation.ts';
import type { Place } from './sites.ts';

/**
 * The layer that every normalisation follows, by their names: the one whose output, through operations of one operand
 * without learned constants, is all that it is given. One that follows a sum, a concatenation or the input has none.
 */
export function followedLayers({ data }: Flow, places: readonly Place[]): ReadonlyMap<string, string> {
  const layers = places.filter(({ unit }) => unit !== null && unit.learned.length > 0);
  const ends = new Map(layers.map(({ node, name }) => [node, name]));
  const followed = new Map<string, string>();
  for (const { name, unit } of layers) {
    if (!scalesOnly(unit!.learned.map(({ role }) => role))) continue;
    for (let node = onlySource(unit!.anchor, data); node; node = onlySource(node, data)) {
      const layer = ends.get(node);
      if (layer === undefined) continue;
      followed.set(name, layer);
      break;
    }
  }
  return followed;
}

function onlySource({ inputs }: Operation, data: ReadonlySet<Operation>): Operation | null {
  const sources = inputs.filter(({ node }) => data.has(node));
  return sources.length === 1 ? sources[0].node : null;
}
