import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '../../../errors.ts';
import { isObject, type JsonObject, shown } from '../../json-values.ts';
import { COMMON, LAYER_SETTINGS, REFUSED_LAYERS, TRAINING } from './layer-settings.ts';
import { SUPPLIED } from './supplied/supplied.ts';

const HINT = 'Other values would be ignored, or computed otherwise than in Keras.';

/**
 * Throws InputError, which names the layer, for a topology that would be built as another network: one with a layer or a
 * setting that is not computed as Keras does. Returns the settings that are not known, for a notice. `thing` is the name
 * of the file.
 */
export function requireKnownSettings(topology: JsonObject, thing: string): string[] {
  const unknown: string[] = [];
  const open: JsonObject[] = [topology];
  for (let layer = open.shift(); layer; layer = open.shift()) {
    const { class_name: kind, config, model_config: whole } = layer;
    if (isObject(whole)) open.push(whole);
    if (!isObject(config)) continue;
    unknown.push(...checked(String(kind), config, thing));
    const lists = [config.layers, config.cells].filter(Array.isArray).flat();
    open.push(...[config.layer, config.cell, ...lists].filter(isObject));
  }
  return unknown;
}

function checked(kind: string, config: JsonObject, thing: string): string[] {
  const place = `${thing}: layer ${shown(config.name)}`;
  if (Object.hasOwn(REFUSED_LAYERS, kind)) {
    const expected = 'layers that can be explained';
    throw new InputError({ thing: place, expected, found: `${kind}: ${REFUSED_LAYERS[kind]}` });
  }
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  if (!Object.hasOwn(classNameMap, kind)) {
    const expected = 'layers that TensorFlow.js knows';
    throw new InputError({ thing: place, expected, found: shown(kind) });
  }
  if (!Object.hasOwn(LAYER_SETTINGS, kind)) return [];
  const known = { ...COMMON, ...LAYER_SETTINGS[kind] };
  const supplied = SUPPLIED.find((one) => one.kind === kind && one.applies(config))?.settings ?? [];
  const unknown: string[] = [];
  for (const [setting, value] of Object.entries(config)) {
    const treatment = Object.hasOwn(known, setting) ? known[setting] : undefined;
    if (!treatment && !TRAINING.test(setting)) unknown.push(`${setting} of ${String(config.name)}`);
    if (typeof treatment !== 'object' || supplied.includes(setting)) continue;
    if (value === null || treatment.only.some((one) => JSON.stringify(one) === JSON.stringify(value)))
      continue;
    const expected = `${kind} with ${setting} ${treatment.only.map((one) => shownValue(one)).join(' or ')}`;
    throw new InputError({ thing: place, expected, found: shown(value), hint: HINT });
  }
  return unknown;
}

const shownValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What is said of settings that are not known; null where there are none. */
export function unknownSettingsNotice(unknown: readonly string[]): string | null {
  if (unknown.length === 0) return null;
  const listed = unknown.length > 4 ? [...unknown.slice(0, 3), `${unknown.length - 3} more`] : unknown;
  return `settings of layers that are not known are left aside: ${listed.join(', ')}`;
}
