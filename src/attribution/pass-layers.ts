import type { Model } from '../model/model.ts';
import type { Pass } from './programs.ts';

/**
 * Layers with weights that one input goes through in a pass, those on the way back counted again: the unit in which
 * the work of a run is counted.
 */
export function layersOf({ layers, sites }: Pick<Model, 'layers' | 'sites'>, pass: Pass): number {
  if (pass.kind === 'logits') return layers.length;
  if (pass.kind === 'gradient') return 2 * layers.length;
  const place = new Map(sites.map((site, index) => [site.name, index]));
  const from = place.get(pass.site) ?? 0;
  return layers.length + layers.filter((layer) => (place.get(layer.name) ?? 0) > from).length;
}
