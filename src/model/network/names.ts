import { groupBy } from './grouping.ts';
import type { Unit } from './layer-groups.ts';
import { isAnchor, type Operation } from './operation.ts';
import type { Naming } from './read-network.ts';

/** What comes before the last part of a name; empty where there is one part. */
export const scopeOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')));

/**
 * Gives every unit the name of the layer that it was: the scope that its constants lie in
 * (`model/conv1/Conv2D/ReadVariableOp` and `model/conv1/Conv2D_weights` are in `model/conv1`). Units that share a scope
 * go by the names of their operations, but loose arithmetic in one scope (a layer normalisation) is one layer.
 */
export function nameUnits(units: readonly Unit[], naming: Naming): void {
  const scopes = new Map(units.map((unit) => [unit, layerScope(unit, naming)]));
  const inScope = groupBy(units, (unit) => scopes.get(unit)!);
  for (const unit of units) {
    const scope = scopes.get(unit)!;
    const others = inScope.get(scope)!;
    const alone = others.length === 1 || others.every(({ anchor }) => !isAnchor(anchor));
    if (scope !== '' && alone) unit.name = scope;
  }
  for (const named of groupBy(units, ({ name }) => name).values()) merge(named);
}

/** Units of one name are one layer, at the place of the last of them. */
function merge(named: readonly Unit[]): void {
  const last = named.at(-1)!;
  for (const unit of named.slice(0, -1)) {
    last.learned.push(...unit.learned.splice(0));
    unit.name = unit.anchor.name;
  }
}

function layerScope({ anchor, learned }: Unit, { layerOf }: Naming): string {
  if (learned.length === 0) return '';
  return layerOf(
    learned.map(({ constant }) => constant.name),
    anchor.name,
  );
}

/** The scope that most names begin with, such as `StatefulPartitionedCall/model/`, to be left out of them. */
export function commonScope(names: readonly string[]): string {
  if (names.length < 2) return '';
  const parts = names.map((name) => name.split('/'));
  let length = 0;
  while (parts.every((one) => one.length > length + 1 && one[length] === parts[0][length])) length++;
  return parts[0]
    .slice(0, length)
    .map((part) => `${part}/`)
    .join('');
}

/** Hands out names that are unique: a second `pool` becomes `pool:2`. */
export class UniqueNames {
  readonly #taken = new Set<string>();

  take(name: string): string {
    let unique = name;
    for (let count = 2; this.#taken.has(unique); count++) unique = `${name}:${count}`;
    this.#taken.add(unique);
    return unique;
  }
}

/** The name of a node without the common scope. */
export function shortName(node: Operation | string, scope: string): string {
  const name = typeof node === 'string' ? node : node.name;
  return scope !== '' && name.startsWith(scope) ? name.slice(scope.length) : name;
}
