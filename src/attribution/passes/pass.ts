import type { Composite, Estimate } from '../../engine/composite.ts';
import type { Model } from '../../model/model.ts';

/** The units of a network: its own where nothing is said, or `softplus` in the place of ReLU. */
export type Units = 'softplus';

/** What can be computed of a model in one pass over a batch. Every pass gives the logits too, which cost nothing more. */
export type Pass = { readonly units?: Units } & (
  | { readonly kind: 'logits' }
  | { readonly kind: 'gradient'; readonly composite: Composite }
  | { readonly kind: 'activation'; readonly composite: Composite; readonly site: string }
);

/** Equal for passes that compute the same. */
export function passKey(pass: Pass): string {
  const units = pass.units ? [`on ${pass.units}`] : [];
  if (pass.kind === 'logits') return ['logits', ...units].join(' ');
  const site = pass.kind === 'activation' ? [pass.site] : [];
  return [pass.kind, pass.composite.name, ...site, ...units].join(' ');
}

/** Whether every input goes through a pass together with a reference. */
export const compares = (pass: Pass): boolean => pass.kind === 'gradient' && pass.composite.compares === true;

/** What the rules of a pass have to know of the layers beforehand; null where they need nothing. */
export const estimateOf = (pass: Pass): Estimate | null =>
  pass.kind === 'logits' ? null : (pass.composite.estimate ?? null);

type Layers = Pick<Model, 'layers' | 'sites'>;

/**
 * Layers with weights that one input goes through in a pass, those on the way back counted again: the unit in which
 * the work of a run is counted. `from` leaves out, on the way there, layers further from the output than it says.
 */
export function layersOf({ layers, sites }: Layers, pass: Pass, from = layers.length - 1): number {
  const there = Math.min(layers.length, from + 1);
  if (pass.kind === 'logits') return there;
  if (pass.kind === 'gradient') return (compares(pass) ? 2 : 1) * (there + layers.length);
  const place = new Map(sites.map((site, index) => [site.name, index]));
  const start = place.get(pass.site) ?? 0;
  return there + layers.filter((layer) => (place.get(layer.name) ?? 0) > start).length;
}
