import { isObject, type JsonObject } from '../../../json-values.ts';
import { AXES } from './axes.ts';
import type { Supplied } from './base-class.ts';
import { CONVOLUTIONS } from './convolutions.ts';
import { GROUPED } from './grouped.ts';
import { GATED } from './gru.ts';
import { KEEPING } from './keep-dimensions.ts';
import { POOLING_1D } from './pooling-1d.ts';
import { RESIZING } from './resizing.ts';

/** Every layer that is computed here for some of its settings. */
export const SUPPLIED: readonly Supplied[] = [
  ...AXES,
  ...CONVOLUTIONS,
  ...GATED,
  ...GROUPED,
  ...KEEPING,
  ...POOLING_1D,
  ...RESIZING,
];

/**
 * A topology in which layers that TensorFlow.js would compute otherwise than Keras, or not at all, are of a class of
 * ours that computes them.
 */
export function withSupplied(topology: JsonObject): JsonObject {
  const { class_name: kind, config, model_config: whole } = topology;
  if (isObject(whole)) return { ...topology, model_config: withSupplied(whole) };
  if (!isObject(config)) return topology;
  const inside = (layer: unknown) => (isObject(layer) ? withSupplied(layer) : layer);
  const inner = Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      // It changes nothing, and TensorFlow.js would say so on standard error.
      if (key === 'unroll') return [key, false];
      if (key === 'layer' || key === 'cell') return [key, inside(value)];
      return [key, (key === 'layers' || key === 'cells') && Array.isArray(value) ? value.map(inside) : value];
    }),
  );
  const own = SUPPLIED.find((one) => one.kind === kind && one.applies(config));
  return { ...topology, class_name: own?.layer.className ?? kind, config: inner };
}
