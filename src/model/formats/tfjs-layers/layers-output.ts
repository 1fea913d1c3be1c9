import type * as layers from '@tensorflow/tfjs-layers';
import { InputError } from '../../../errors.ts';
import { nearestNames } from '../../../nearest.ts';

/** The tensor of a network that is explained, under the name that its users know it by. */
export interface ChosenOutput {
  readonly name: string;
  readonly tensor: layers.SymbolicTensor;
  /** How it was chosen among several, in a sentence; null where there was no choice. */
  readonly notice: string | null;
}

/**
 * The output that is explained: the named one (an output, or a layer inside the network), or the only one, or the only one
 * that is a vector per input. Throws InputError that lists the outputs where there is none or more than one.
 */
export function chosenOutput(
  network: layers.LayersModel,
  name: string | undefined,
  source: string,
): ChosenOutput {
  const outputs = namedOutputs(network);
  if (outputs.size === 0) {
    throw new InputError({ thing: source, expected: 'a model with an output', found: 'none' });
  }
  if (name !== undefined) return byName(name, outputs, network);
  const all = [...outputs].map(([key, tensor]) => ({ name: key, tensor }));
  if (all.length === 1) return { ...all[0], notice: null };
  const vectors = all.filter(({ tensor: { shape } }) => shape.length === 2 && shape[1]);
  if (vectors.length === 1) {
    const others = all.filter((one) => one !== vectors[0]).map((one) => one.name);
    const notice = `of several outputs the only vector is explained, ${vectors[0].name}; not ${others.join(', ')}`;
    return { ...vectors[0], notice };
  }
  throw new InputError({
    thing: source,
    expected: 'one output that is a vector per input',
    found: all.map((one) => `${one.name} [${shapeWords(one.tensor)}]`).join(', '),
    hint: 'Choose the class scores with --output NAME.',
  });
}

/** Outputs go by the names of their layers, from the second of one layer on with a number: `dense:2`. */
function namedOutputs({ outputs }: layers.LayersModel): Map<string, layers.SymbolicTensor> {
  const named = new Map<string, layers.SymbolicTensor>();
  for (const tensor of outputs) {
    const { name } = tensor.sourceLayer;
    let key = name;
    for (let count = 2; named.has(key); count++) key = `${name}:${count}`;
    named.set(key, tensor);
  }
  return named;
}

function byName(
  name: string,
  outputs: ReadonlyMap<string, layers.SymbolicTensor>,
  network: layers.LayersModel,
): ChosenOutput {
  const inside = new Map(
    network.layers.flatMap(({ name: layer, inboundNodes }) => {
      const once = inboundNodes.length === 1 && inboundNodes[0].inputTensors.length > 0;
      const tensors = once ? inboundNodes[0].outputTensors : [];
      return tensors.length === 1 ? [[layer, tensors[0]] as const] : [];
    }),
  );
  const tensor = outputs.get(name) ?? inside.get(name);
  if (tensor) return { name, tensor, notice: null };
  const nearest = nearestNames(name, [...outputs.keys(), ...inside.keys()]);
  throw new InputError({
    thing: 'option output',
    expected: `one of the model's outputs ${[...outputs.keys()].join(', ')}, or one of its layers`,
    found: name,
    hint: nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : undefined,
  });
}

function shapeWords({ shape }: layers.SymbolicTensor): string {
  return ['batch', ...shape.slice(1).map((extent) => extent ?? 'any')].join(', ');
}
