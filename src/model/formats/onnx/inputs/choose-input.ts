import { InputError } from '../../../../errors.ts';
import { nearestNames } from '../../../../nearest.ts';
import type { LoadOptions } from '../../format.ts';
import type { GraphProto, NodeProto } from '../file/graph-proto.ts';
import type { ValueProto } from '../file/value-proto.ts';

/** The inputs of a graph: the one that is explained, and those that are given something. */
export interface ChosenInputs {
  readonly explained: ValueProto;
  readonly others: readonly ValueProto[];
}

/** Tells which input is explained. Throws InputError where that is open, and for inputs that are given nothing. */
export function chooseInput(
  graph: GraphProto,
  stored: ReadonlySet<string>,
  { input, set = {} }: LoadOptions,
  path: string,
): ChosenInputs {
  const read = valuesRead(graph.nodes);
  const inputs = graph.inputs.filter(({ name }) => !stored.has(name) && read.has(name));
  const names = inputs.map(({ name }) => name);
  for (const name of Object.keys(set)) requireName('set', name, names);
  if (input !== undefined) requireName('input', input, names);
  const open = inputs.filter(({ name }) => !Object.hasOwn(set, name));
  const explained = input === undefined ? (open.length === 1 ? open[0] : null) : find(inputs, input);
  if (!explained || open.some((one) => one !== explained)) {
    const found = names.length === 0 ? 'none' : `${names.length}: ${names.join(', ')}`;
    const hint = `Name the explained one with --input, and give each of the others something: --set NAME=1 or --set NAME=FILE.npy.`;
    throw new InputError({
      thing: path,
      expected: 'a model with one input, or one to explain and something for the others',
      found,
      hint: names.length > 1 ? hint : undefined,
    });
  }
  if (Object.hasOwn(set, explained.name)) {
    const expected = 'inputs that are not explained';
    throw new InputError({ thing: 'option set', expected, found: explained.name });
  }
  return { explained, others: inputs.filter((one) => one !== explained) };
}

const find = (inputs: readonly ValueProto[], wanted: string): ValueProto =>
  inputs.find(({ name }) => name === wanted)!;

function requireName(option: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  const [nearest] = nearestNames(name, names);
  throw new InputError({
    thing: `option ${option}`,
    expected: `one of the model's inputs ${names.join(', ')}`,
    found: name,
    hint: nearest ? `Did you mean ${nearest}?` : undefined,
  });
}

function valuesRead(nodes: readonly NodeProto[], found = new Set<string>()): Set<string> {
  for (const { inputs, attributes } of nodes) {
    for (const input of inputs) found.add(input);
    for (const { graph } of attributes) {
      if (!graph) continue;
      valuesRead(graph.nodes, found);
      for (const { name } of graph.outputs) found.add(name);
    }
  }
  return found;
}
