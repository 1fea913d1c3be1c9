import { InputError } from '../../../errors.ts';
import { isObject, type JsonObject, shown } from '../../json-values.ts';
import { circularLayer } from './layer-order.ts';

/** One call of a layer: what it is given, by layer and call. */
export interface StatedCall {
  readonly layer: string;
  readonly inputs: readonly { readonly layer: string; readonly call: number }[];
}

/** Kinds whose first call is their own: the one from their inputs to their outputs. */
const MODELS: ReadonlySet<unknown> = new Set(['Functional', 'Model', 'Sequential']);

/**
 * Throws InputError, which names the layer, for a topology whose calls cannot be followed: one of a layer that does not
 * exist, a name that is not the layer's own, calls that wait for each other. TensorFlow.js would try for ever. Models
 * within models are looked at too. `thing` is the name of the file.
 */
export function requireSoundGraph(topology: JsonObject, thing: string): void {
  const open: JsonObject[] = [topology];
  for (let model = open.pop(); model; model = open.pop()) {
    const { config, model_config: whole } = model;
    if (isObject(whole)) open.push(whole);
    if (!isObject(config)) continue;
    if (isObject(config.layer)) open.push(config.layer);
    if (!Array.isArray(config.layers)) continue;
    if ('input_layers' in config || 'output_layers' in config) requireSoundModel(config, thing);
    open.push(...config.layers.filter(isObject));
  }
}

function requireSoundModel(config: JsonObject, thing: string): void {
  const fail: Fail = (layer, expected, found) => {
    throw new InputError({ thing: `${thing}: layer ${layer}`, expected, found });
  };
  const calls = new Map<string, number>();
  const made: StatedCall[] = [];
  for (const [index, entry] of (config.layers as readonly unknown[]).entries()) {
    if (!isObject(entry) || typeof entry.name !== 'string' || !isObject(entry.config)) {
      fail(`${index} of ${shown(config.name)}`, 'a layer with a name and a config', shown(entry));
    }
    const { name, class_name: kind, inbound_nodes: inbound } = entry;
    if (calls.has(name)) fail(name, 'one layer of that name', 'more than one');
    if (entry.config.name !== name) {
      fail(name, 'a config with the same name', shown(entry.config.name));
    }
    if (!Array.isArray(inbound)) fail(name, 'a list inbound_nodes', shown(inbound));
    const first = kind === 'InputLayer' || MODELS.has(kind) ? 1 : 0;
    for (const node of inbound) made.push({ layer: name, inputs: inputsOf(node, name, fail) });
    calls.set(name, first + inbound.length);
  }
  const requireCall = (what: string, { layer, call }: StatedCall['inputs'][number]) => {
    const count = calls.get(layer);
    if (count === undefined) fail(what, 'calls of layers that exist', `one of ${shown(layer)}`);
    else if (call >= count) fail(what, `at most ${count} calls of ${layer}`, `call ${call + 1}`);
  };
  for (const { layer, inputs } of made) for (const input of inputs) requireCall(layer, input);
  for (const ports of [config.input_layers, config.output_layers]) {
    for (const port of Array.isArray(ports) ? ports : []) {
      // One port alone may stand without a list around it.
      const at = Array.isArray(port) ? port : (ports as unknown[]);
      const [layer, call] = at as readonly unknown[];
      requireCall(shown(config.name), { layer: String(layer), call: Number(call) });
    }
  }
  const circular = circularLayer(made, calls);
  if (circular !== null) fail(circular, 'a graph without circles', 'calls that wait for each other');
}

type Fail = (layer: string, expected: string, found: string) => never;

function inputsOf(node: unknown, layer: string, fail: Fail): StatedCall['inputs'] {
  if (!Array.isArray(node) || node.length === 0) return fail(layer, 'calls as lists of inputs', shown(node));
  return node.map((input) => {
    const [name, call, tensor, settings = {}] = Array.isArray(input) ? (input as readonly unknown[]) : [];
    if (typeof name !== 'string' || !isIndex(call) || !isIndex(tensor)) {
      return fail(layer, 'inputs as [layer, call, tensor]', shown(input));
    }
    requireInference(settings, layer, fail);
    return { layer: name, call };
  });
}

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A call may fix how its layer runs (`training=True`, a mask): TensorFlow.js reads over it. */
function requireInference(settings: unknown, layer: string, fail: Fail): void {
  if (!isObject(settings)) return;
  const fixed = Object.entries(settings).find(([, value]) => value !== null && value !== false);
  if (fixed) fail(layer, `a call without the setting ${fixed[0]}`, shown(fixed[1]));
}
