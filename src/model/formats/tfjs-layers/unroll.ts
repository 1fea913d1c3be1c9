import * as layers from '@tensorflow/tfjs-layers';
import type { TfLayer, TfNode } from './tf-layers.ts';

/** The index of a tensor in the execution of a network; 0 is the input. */
export type Slot = number;
type Shape = (number | null)[];

/** One call of one layer. */
export interface LayerCall {
  readonly layer: TfLayer;
  /** The layer's name; from its second call on followed by the number of the call, `conv:2`. */
  readonly site: string;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  /** Of its first output, without the batch axis. */
  readonly shape: readonly number[];
}

/** A network as a straight list of layer calls, nested models unrolled. */
export interface LayerCalls {
  /** What the output needs. */
  readonly list: readonly LayerCall[];
  readonly output: Slot;
  /** Of the output, without the batch axis. */
  readonly outputShape: readonly number[];
}

/** The calls that an output needs, and those that other outputs of the network alone need. */
export interface Unrolled extends LayerCalls {
  readonly beside: readonly LayerCall[];
}

/**
 * Unrolls a network of one input, whose shape is given (without the batch axis), up to one of its tensors, by default its
 * first output.
 */
export function unroll(
  network: layers.LayersModel,
  inputShape: readonly number[],
  tensor: layers.SymbolicTensor = network.outputs[0],
): Unrolled {
  const list: LayerCall[] = [];
  const shapes: Shape[] = [[null, ...inputShape]];
  const counts = new Map<string, number>();

  const callOf = (layer: TfLayer, inputs: Slot[]): Slot[] => {
    if (layer instanceof layers.LayersModel) return expand(layer, inputs);
    const inputShapes = inputs.map((slot) => shapes[slot]);
    const outputShapes = listOfShapes(layer.computeOutputShape(single(inputShapes)) as Shape | Shape[]);
    const outputs = outputShapes.map((shape) => shapes.push(shape) - 1);
    const count = (counts.get(layer.name) ?? 0) + 1;
    counts.set(layer.name, count);
    const site = count === 1 ? layer.name : `${layer.name}:${count}`;
    list.push({ layer, site, inputs, outputs, shape: outputShapes[0].slice(1) as number[] });
    return outputs;
  };
  const expand = (model: layers.LayersModel, inputs: Slot[], wanted = model.outputs): Slot[] => {
    const slots = new Map(model.inputs.map(({ id }, index) => [id, inputs[index]]));
    for (const node of nodesInOrder(model, [...new Set([...model.outputs, ...wanted])])) {
      const outputs = callOf(
        node.outboundLayer,
        node.inputTensors.map(({ id }) => slots.get(id)!),
      );
      node.outputTensors.forEach(({ id }, index) => {
        slots.set(id, outputs[index]);
      });
    }
    return wanted.map(({ id }) => slots.get(id)!);
  };

  const [output] = expand(network, [0], [tensor]);
  const needed = neededFor(output, list);
  return {
    list: list.filter((call) => needed.has(call)),
    beside: list.filter((call) => !needed.has(call)),
    output,
    outputShape: shapes[output].slice(1) as number[],
  };
}

function neededFor(output: Slot, list: readonly LayerCall[]): ReadonlySet<LayerCall> {
  const slots = new Set([output]);
  const needed = new Set<LayerCall>();
  for (const call of list.toReversed()) {
    if (!call.outputs.some((slot) => slots.has(slot))) continue;
    needed.add(call);
    for (const slot of call.inputs) slots.add(slot);
  }
  return needed;
}

/**
 * The nodes between a model's inputs and some of its tensors, those furthest from the output first: what is listed last is nearest
 * to the output, whatever order the layers were registered in.
 */
function nodesInOrder(model: layers.LayersModel, wanted: readonly layers.SymbolicTensor[]): TfNode[] {
  const inputs = new Set(model.inputs.map((tensor) => tensor.id));
  const producers = new Map<number, TfNode>();
  const depths = new Map<TfNode, number>();
  const seen = new Set<TfNode>();
  const open: { tensor: layers.SymbolicTensor; expanded: boolean }[] = [];
  const push = (tensors: readonly layers.SymbolicTensor[]): void => {
    for (const tensor of tensors.toReversed()) open.push({ tensor, expanded: false });
  };
  push(wanted);
  for (let top = open.pop(); top; top = open.pop()) {
    const { tensor, expanded } = top;
    const node = tensor.sourceLayer.inboundNodes[tensor.nodeIndex];
    if (expanded) {
      // Entered after its inputs, so that the map's order is an order of execution.
      depths.set(node, 0);
      for (const output of node.outputTensors) producers.set(output.id, node);
    } else if (!inputs.has(tensor.id) && !seen.has(node)) {
      seen.add(node);
      open.push({ tensor, expanded: true });
      push(node.inputTensors);
    }
  }
  const nodes = [...depths.keys()];
  for (const node of nodes.toReversed()) {
    for (const { id } of node.inputTensors) {
      const producer = producers.get(id);
      if (producer) depths.set(producer, Math.max(depths.get(producer)!, depths.get(node)! + 1));
    }
  }
  return nodes.sort((a, b) => depths.get(b)! - depths.get(a)!);
}

function single<T>(list: T[]): T | T[] {
  return list.length === 1 ? list[0] : list;
}

function listOfShapes(shapes: Shape | Shape[]): Shape[] {
  return Array.isArray(shapes[0]) ? (shapes as Shape[]) : [shapes as Shape];
}
