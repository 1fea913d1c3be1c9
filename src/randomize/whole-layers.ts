import type { Layer, Model } from '../model/model.ts';
import { scalesOnly } from '../model/scaling.ts';
import type { Block } from './blocks.ts';

/**
 * Layers with their normalisations, from output to input: what only scales and shifts belongs to the convolution or dense
 * layer that it follows, as where it was folded into that one's kernel. Behind a sum or a concatenation, or where the
 * format does not tell, it is the one executed before it. The group has that layer's name. A normalisation of the input
 * itself stays alone.
 */
export function wholeLayers({ layers, weights }: Pick<Model, 'layers' | 'weights'>): Block[] {
  const roles = new Map(weights.map(({ name, role }) => [name, role]));
  const scaling = new Set(
    layers.filter((layer) => scalesOnly(layer.weights.map((name) => roles.get(name) ?? 'other'))),
  );
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const ownerOf = (layer: Layer): Layer => {
    const seen = new Set<Layer>();
    let owner: Layer | undefined = layer;
    while (owner && scaling.has(owner) && !seen.has(owner)) {
      seen.add(owner);
      owner = owner.follows === undefined ? layers[layers.indexOf(owner) + 1] : byName.get(owner.follows);
    }
    return owner && !scaling.has(owner) ? owner : layer;
  };
  const owners = layers.map(ownerOf);
  return layers.flatMap((owner) => {
    const members = layers.filter((_, at) => owners[at] === owner);
    return members.length > 0 ? [{ name: owner.name, layers: members }] : [];
  });
}
