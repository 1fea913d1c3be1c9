import { InputError } from '../errors.ts';
import type { Layer } from '../model/model.ts';

/** Layers that are randomised together. */
export interface LayerGroup {
  readonly name: string;
  /** Names of the layers in it, from output to input. */
  readonly members: readonly string[];
  readonly parameters: number;
}

/**
 * Groups layers, given and returned from output to input. `layer` makes every layer a group of its own; any other text
 * is a regular expression, and layers with the same match (the first capture, where there is one) become one group at
 * the place of its layer nearest to the output. A layer that does not match stays on its own.
 */
export function groupLayers(layers: readonly Layer[], group: string): LayerGroup[] {
  const key = group === 'layer' ? (name: string) => name : matcher(group);
  const groups = new Map<string, Layer[]>();
  for (const layer of layers) {
    const name = key(layer.name);
    groups.set(name, [...(groups.get(name) ?? []), layer]);
  }
  return [...groups].map(([name, members]) => ({
    name,
    members: members.map((l) => l.name),
    parameters: members.reduce((sum, l) => sum + l.parameters, 0),
  }));
}

function matcher(pattern: string): (name: string) => string {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch (error) {
    throw new InputError(
      { thing: 'option group', expected: '"layer" or a regular expression', found: pattern },
      { cause: error },
    );
  }
  return (name) => {
    const match = expression.exec(name);
    return match ? (match[1] ?? match[0]) || name : name;
  };
}
