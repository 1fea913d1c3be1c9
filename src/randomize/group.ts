import { InputError } from '../errors.ts';
import type { Layer, Model } from '../model/model.ts';
import { type Block, blocksOf, MOST_STAGES } from './blocks.ts';
import { wholeLayers } from './whole-layers.ts';

/** Layers that are randomised together. */
export interface LayerGroup {
  readonly name: string;
  /** Names of the layers in it, from output to input. */
  readonly members: readonly string[];
  readonly parameters: number;
}

/**
 * What `auto` means for a network: `layer` up to 24 layers with their normalisations, `block` beyond. Where layers are named
 * to be randomised it is `layer` if all have these names, `weight` if some are normalisations. Any other grouping stays
 * what it is.
 */
export function resolveGroup(
  model: Pick<Model, 'layers' | 'weights'>,
  group: string,
  names: readonly string[] | null = null,
): string {
  if (group !== 'auto') return group;
  const whole = wholeLayers(model);
  const named = (known: readonly { readonly name: string }[]) =>
    names?.every((name) => known.some((layer) => layer.name === name));
  if (named(whole)) return 'layer';
  if (named(model.layers)) return 'weight';
  return whole.length <= MOST_STAGES ? 'layer' : 'block';
}

/**
 * A network's layers in groups, both from output to input. `layer` makes every convolution and dense layer a group with the
 * normalisation that follows it, `weight` every layer with weights one of its own, `block` forms blocks, `auto` chooses by
 * the number of layers. Any other text is a regular expression: layers with the same match (the first capture, where
 * there is one) become one group at the place of its layer nearest to the output, and a layer that does not match stays
 * on its own.
 */
export function groupLayers(model: Pick<Model, 'layers' | 'sites' | 'weights'>, group: string): LayerGroup[] {
  return groupsOf(model, resolveGroup(model, group)).map(({ name, layers }) => ({
    name,
    members: layers.map((l) => l.name),
    parameters: layers.reduce((sum, l) => sum + l.parameters, 0),
  }));
}

function groupsOf(model: Pick<Model, 'layers' | 'sites' | 'weights'>, group: string): readonly Block[] {
  if (group === 'block') return blocksOf(model);
  if (group === 'layer') return wholeLayers(model);
  return matchingLayers(model.layers, group);
}

function matchingLayers(layers: readonly Layer[], group: string): Block[] {
  const key = group === 'weight' ? (name: string) => name : matcher(group);
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
      {
        thing: 'option group',
        expected: 'layer, weight, block, auto or a regular expression',
        found: pattern,
      },
      { cause: error },
    );
  }
  return (name) => {
    const match = expression.exec(name);
    return match ? (match[1] ?? match[0]) || name : name;
  };
}
