import { InputError } from '../errors.ts';
import { isObject, type JsonObject, shown } from './document.ts';

/** Settings of Keras 2 layers that TensorFlow.js reads over, with the only value that means the same to both. */
const IGNORED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ReLU: { negative_slope: 0, threshold: 0 },
  GlobalAveragePooling1D: { keepdims: false },
  GlobalAveragePooling2D: { keepdims: false },
  GlobalMaxPooling1D: { keepdims: false },
  GlobalMaxPooling2D: { keepdims: false },
  Conv1D: { groups: 1 },
  Conv2D: { groups: 1 },
  SimpleRNN: { time_major: false },
  LSTM: { time_major: false },
  GRU: { time_major: false },
};

/**
 * Throws InputError for a topology that TensorFlow.js would build, but as another network: one with a setting that it
 * does not know. `thing` is the name of the file.
 */
export function requireKnownSettings(topology: JsonObject, thing: string): void {
  const { class_name: kind, config, model_config: whole } = topology;
  if (isObject(whole)) requireKnownSettings(whole, thing);
  if (!isObject(config)) return;
  const known = Object.hasOwn(IGNORED, String(kind)) ? IGNORED[String(kind)] : {};
  for (const [setting, same] of Object.entries(known)) {
    const value = config[setting] ?? same;
    if (value === same) continue;
    throw new InputError({
      thing: `${thing}: layer ${shown(config.name)}`,
      expected: `${kind} with ${setting} ${same}`,
      found: shown(value),
      hint: 'TensorFlow.js would ignore it and compute something else.',
    });
  }
  const inner = [config.layer, ...(Array.isArray(config.layers) ? config.layers : [])];
  for (const layer of inner) if (isObject(layer)) requireKnownSettings(layer, thing);
}
