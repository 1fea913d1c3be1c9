import { InputError } from '../errors.ts';
import type { Layer, Model } from '../model/model.ts';
import { type Block, blocksOf, MOST_STAGES } from './blocks.ts';

/** Layers that are randomised together. */
export interface LayerGroup {
  readonly name: string;
  /** Names of the layers in it, from output to input. */
  readonly members: readonly string[];
  readonly parameters: number;
}

/** Ways to group that have a name; any other text is a regular expression. */
export const GROUPINGS = ['auto', 'layer', 'block'] as const;

/**
 * What `auto` means for a network: `layer` up to 24 layers with weights, `block` beyond. Where layers are named to be
 * randomised, and all are layers, it is `layer`. Any other grouping stays what it is.
 */
export function resolveGroup(
  { layers }: Pick<Model, 'layers'>,
  group: string,
  names: readonly string[] | null = null,
): string {
  if (group !== 'auto') return group;
  const known = new Set(layers.map((layer) => layer.name));
  return layers.length <= MOST_STAGES || names?.every((name) => known.has(name)) ? 'layer' : 'block';
}

/**
 * A network's layers in groups, both from output to input. `layer` makes every layer a group of its own, `block` forms
 * blocks, `auto` chooses between the two by the number of layers. Any other text is a regular expression: layers with
 * the same match (the first capture, where there is one) become one group at the place of its layer nearest to the
 * output, and a layer that does not match stays on its own.
 */
export function groupLayers(model: Pick<Model, 'layers' | 'sites' | 'weights'>, group: string): LayerGroup[] {
  const resolved = resolveGroup(model, group);
  const groups = resolved === 'block' ? blocksOf(model) : matchingLayers(model.layers, resolved);
  return groups.map(({ name, layers }) => ({
    name,
    members: layers.map((l) => l.name),
    parameters: layers.reduce((sum, l) => sum + l.parameters, 0),
  }));
}

function matchingLayers(layers: readonly Layer[], group: string): Block[] {
  const key = group === 'layer' ? (name: string) => name : matcher(group);
  const groups = new Map<string, Layer[]>();
  for (const layer of layers) {
    const name = key(layer.name);
    groups.set(name, [...(groups.get(name) ?? []), layer]);
  }
  return [...groups].map(([name, members]) => ({ name, layers: members }));
}

function matcher(pattern: string): (name: string) => string {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch (error) {
    throw new InputError(
      { thing: 'option group', expected: 'layer, block, auto or a regular expression', found: pattern },
      { cause: error },
    );
  }
  return (name) => {
    const match = expression.exec(name);
    return match ? (match[1] ?? match[0]) || name : name;
  };
}
