import type { Site } from '../model.ts';
import type { LearnedConstant } from './constants.ts';
import { cutsOf, type Flow } from './data-flow.ts';
import type { NetworkShapes } from './executable.ts';
import { isConvolution, type Unit } from './layer-groups.ts';
import { commonScope, shortName, UniqueNames } from './names.ts';
import type { Operation } from './operation.ts';

/** A place of the graph that can be read: the output of a unit, or of an operation between units. */
export interface Place {
  readonly name: string;
  /** The node whose output it is. */
  readonly node: Operation;
  readonly kind: string;
  /** The unit that ends here. */
  readonly unit: Unit | null;
}

/** The places of a graph, in its order, with names that are unique and without the scope that all have in common. */
export function placesOf(
  { order, data }: Flow,
  units: readonly Unit[],
  silenced: readonly (Operation | undefined)[],
): Place[] {
  const ends = new Map(units.map((unit) => [unit.end, unit]));
  const inside = new Set(units.flatMap((unit) => interiorOf(unit)));
  const scope = commonScope(units.map(({ name }) => name));
  const names = new UniqueNames();
  const layerNames = new Map(
    units.filter(({ learned }) => learned.length > 0).map((unit) => [unit.end, unit.name] as const),
  );
  // Layers come first in the choice of names: an operation may not take the name of a layer.
  const chosen = new Map([...layerNames].map(([end, name]) => [end, names.take(shortName(name, scope))]));
  return order.flatMap((node): Place[] => {
    const unit = ends.get(node) ?? null;
    if (!data.has(node) || inside.has(node) || (!unit && (node.silent || silenced.includes(node)))) return [];
    const name = chosen.get(node) ?? names.take(shortName(unit?.name ?? node.name, scope));
    return [{ name, node, kind: (unit?.anchor ?? node).op, unit }];
  });
}

/** Tells the name of the layer that a learned constant is in. */
export function layerNames(places: readonly Place[]): (constant: LearnedConstant) => string {
  const names = new Map(
    places.flatMap(({ name, unit }) => (unit?.learned ?? []).map((constant) => [constant, name] as const)),
  );
  return (constant) => names.get(constant)!;
}

/** The operations of a unit before its last one. */
function interiorOf({ anchor, end }: Unit): Operation[] {
  const inside: Operation[] = [];
  const stack = [end];
  const seen = new Set<Operation>();
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (seen.has(node)) continue;
    seen.add(node);
    if (node !== end) inside.push(node);
    if (node !== anchor) stack.push(...node.inputs.map((input) => input.node));
  }
  return inside;
}

/** The sites at the places that give numbers for every input of a batch. */
export function sitesOf(flow: Flow, places: readonly Place[], { batch, nodes }: NetworkShapes): Site[] {
  const cuts = cutsOf(flow);
  const convolutional = new Set<Operation>();
  return places.flatMap(({ name, node, kind, unit }): Site[] => {
    const output = nodes.get(node);
    if (output?.dtype !== 'float32' || output.shape[0] !== batch) return [];
    const shape = output.shape.slice(1);
    const first = unit?.anchor ?? node;
    const follows = first.channelwise && first.inputs.some((input) => convolutional.has(input.node));
    const spatial = shape.length === 3 || shape.length === 2;
    const isConvolutional = spatial && ((unit && isConvolution(unit)) || follows);
    if (isConvolutional) convolutional.add(node);
    return [{ name, kind, shape, convolutional: isConvolutional, held: first.held, cut: cuts.has(node) }];
  });
}
