import type { Composite } from '../../engine/composite.ts';
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

/** What goes through the network behind the inputs of a batch, and how much of it: references, one an input, or samples. */
export function companionsOf(
  pass: Pass,
  batch: number,
): { readonly name: string; readonly rows: number } | null {
  if (compares(pass)) return { name: 'reference', rows: batch };
  const samples = pass.kind === 'gradient' ? pass.composite.samples : undefined;
  return samples ? { name: 'samples', rows: samples } : null;
}

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
