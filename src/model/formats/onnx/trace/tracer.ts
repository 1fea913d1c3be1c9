import { InputError } from '../../../../errors.ts';
import { partFault } from '../../../blame.ts';
import { UniqueNames } from '../../../network/names.ts';
import type { Operation } from '../../../network/operation.ts';
import type { StoredConstant } from '../../../network/stored-constant.ts';
import { BeyondBounds } from '../../../run/guard.ts';
import type { Region } from '../file/external-data.ts';
import type { NodeProto } from '../file/graph-proto.ts';
import type { FunctionProto } from '../file/model-proto.ts';
import type { TensorProto } from '../file/tensor-proto.ts';
import { operationName } from '../naming.ts';
import { type NodeParts, OnnxNode } from '../operators/node.ts';
import { isFloat, type Plain } from '../operators/plain.ts';
import { operatorFor } from '../operators/table.ts';
import { attributesOf, attributeValues, type Given } from './attributes.ts';
import { branchResults } from './branch.ts';
import type { Batches } from './by-batch.ts';
import { callResults } from './call.ts';
import { constantArray } from './constant-node.ts';
import { constantValue } from './constant-operation.ts';
import { refusedOperation } from './node-operation.ts';
import { quantisedWeight } from './quantised-weight.ts';
import { nodeName, sortNodes } from './sort-nodes.ts';
import { requireNumbers } from './stored-constant.ts';
import type { Traced } from './traced.ts';
import { tracedNode } from './traced-node.ts';
import { WRITTEN_OUT } from './written-out.ts';
import { withoutZeroStates } from './zero-states.ts';

/** Nodes at most, functions written out. */
const MOST_NODES = 20_000;
const DEEPEST = 32;

/** What holds for the nodes of a graph or function. */
export interface Surroundings {
  /** Values by the names that the nodes know them by. */
  readonly scope: Map<string, Traced>;
  /** What a function was called with. */
  readonly given: Given;
  /** Versions of operator sets by domain. */
  readonly sets: ReadonlyMap<string, number>;
  /** Comes before the names of what is within. */
  readonly prefix: string;
  readonly depth: number;
}

export interface TracerOptions {
  /** The path of the file, for messages. */
  readonly thing: string;
  readonly batches: Batches;
  readonly functions: readonly FunctionProto[];
  /** Told of every operation before it is carried out. */
  readonly running: (operation: Pick<Operation, 'name' | 'op'>) => void;
}

/** Where an array lies in the files of a model. */
export interface StoredPlace {
  readonly tensor: TensorProto;
  /** Null where it lies in the model's own file. */
  readonly region: Region | null;
}

/** A node with its operands. */
export interface NodeCall {
  readonly node: NodeProto;
  readonly parts: NodeParts;
  readonly operands: readonly (Traced | null)[];
  readonly around: Surroundings;
}

/**
 * Follows a graph node by node on an empty batch, so that nothing of an input is computed: shapes come out, arithmetic on
 * shapes is done, functions and branches are written out. What is left are operations on tensors.
 */
export class Tracer {
  readonly options: TracerOptions;
  /** Constants that operations read, by name. */
  readonly constants = new Map<string, StoredConstant>();
  /** Where constants lie in the files of the model, by name; those of floats that lie there as tensors. */
  readonly places = new Map<string, StoredPlace>();
  /** What operators say of their gradients, each once. */
  readonly notices = new Set<string>();
  readonly names = new UniqueNames();
  readonly #places = new Map<string, StoredPlace>();
  #nodes = 0;

  constructor(options: TracerOptions) {
    this.options = options;
  }

  /** A stored array as a value. `place` is where it lies in the files of the model. */
  constant(name: string, plain: Plain, place?: StoredPlace): Traced {
    const unique = this.names.take(name);
    if (place) this.#places.set(unique, place);
    if (place && isFloat(plain.type)) this.places.set(unique, place);
    requireNumbers(plain, `${this.options.thing}: tensor ${name}`);
    return constantValue(unique, plain, (stored) => void this.constants.set(unique, stored));
  }

  /** Traces the nodes that some values need, into the scope. Throws InputError. */
  trace(nodes: readonly NodeProto[], wanted: readonly string[], around: Surroundings): void {
    const { thing } = this.options;
    if (around.depth > DEEPEST) {
      const expected = `functions and branches within one another, at most ${DEEPEST} deep`;
      throw new InputError({ thing, expected, found: 'more' });
    }
    for (const node of sortNodes(nodes, wanted, new Set(around.scope.keys()), thing)) {
      if (++this.#nodes > MOST_NODES) {
        const expected = `at most ${MOST_NODES} nodes, functions written out`;
        throw new InputError({ thing, expected, found: 'more' });
      }
      const call = this.#callOf(node, around);
      const results = this.#results(call);
      for (const [index, output] of node.outputs.entries()) {
        if (output !== '' && results[index]) around.scope.set(output, results[index]);
      }
    }
  }

  #callOf(node: NodeProto, around: Surroundings): NodeCall {
    const { thing } = this.options;
    const name = around.prefix + nodeName(node);
    const operands = node.inputs.map((input) => {
      if (input === '') return null;
      const value = around.scope.get(input);
      if (value) return value;
      const expected = 'a value of the graph';
      throw new InputError({ thing: `${thing}: input ${input} of node ${name}`, expected, found: 'none' });
    });
    const domain = node.domain === 'ai.onnx' ? '' : node.domain;
    const set = around.sets.get(domain) ?? 0;
    const attributes = new Map();
    return {
      node,
      parts: { thing, name, op: node.op, domain, set, attributes, outputs: node.outputs.length },
      operands,
      around,
    };
  }

  #results(call: NodeCall): readonly Traced[] {
    const { node, parts, operands, around } = call;
    const { op, domain } = parts;
    if (operands.some((operand) => operand && !operand.tensor && !operand.known))
      return this.#refused(call, null);
    const called = this.options.functions.find(
      (one) => one.name === op && one.domain === node.domain && one.overload === node.overload,
    );
    if (called) return callResults(this, called, call);
    try {
      if (op === 'If' && domain === '') return branchResults(this, call);
      const own = attributesOf(node, around.given);
      const attributes = attributeValues(own, `${parts.thing}: node ${parts.name}`);
      if (op === 'Constant' && domain === '') {
        const array = constantArray(attributes, `${parts.thing}: node ${parts.name}`);
        const tensor = own.find(({ name }) => name === 'value')?.tensor;
        const place = tensor && { tensor, region: null };
        return [this.constant(around.prefix + (node.outputs[0] || parts.name), array, place)];
      }
      const writtenOut = WRITTEN_OUT.get(`${domain}.${op}`);
      const written = writtenOut?.(this, call, new OnnxNode({ ...parts, attributes }, []));
      if (written) return this.#scoresAlone(call, written);
      return this.#operate(call, { ...parts, attributes });
    } catch (error) {
      if (error instanceof BeyondBounds) throw error;
      const part = { thing: `${parts.thing}: node ${parts.name}`, kind: op };
      return this.#refused(call, error instanceof InputError ? error : partFault(part, error));
    }
  }

  #operate({ operands, node, around }: NodeCall, parts: NodeParts): readonly Traced[] {
    const { op, domain, set, thing, name } = parts;
    const operator = operatorFor(domain, op, set);
    if (operator) {
      const { batches, running } = this.options;
      const called = () => this.names.take(around.prefix + operationName(node));
      if (operator.notice) this.notices.add(operator.notice);
      const given = withoutZeroStates(op, operands);
      const results = tracedNode({ operator, parts, operands: given, batches, called, running });
      const weight = quantisedWeight(op, operands, results);
      if (!weight) return results;
      return [this.constant(`${weight.name} (dequantised)`, weight.array, this.#places.get(weight.name))];
    }
    throw new InputError({
      thing: `${thing}: node ${name}`,
      expected: 'an operator of the list in docs/onnx.md',
      found: `${domain ? `${domain}.` : ''}${op} (${set === 0 ? 'of a set that the file does not import' : `operator set ${set}`})`,
    });
  }

  /** Results of which those that are null, names of classes, are refused where something needs them. */
  #scoresAlone(call: NodeCall, results: readonly (Traced | null)[]): readonly Traced[] {
    const { thing, name } = call.parts;
    const [expected, found] = ['the scores of the classes', 'the name of the predicted one'];
    const refused = this.#refused(call, new InputError({ thing: `${thing}: node ${name}`, expected, found }));
    return results.map((result, index) => result ?? refused[index]);
  }

  #refused({ parts, operands, node, around }: NodeCall, error: InputError | null): readonly Traced[] {
    const name = this.names.take(around.prefix + operationName(node));
    const operation = refusedOperation({ ...parts, name }, operands, error);
    const nothing = { tensor: null, batch: null, known: null, stored: null, type: 'float32' } as const;
    return node.outputs.map((_, index) => ({ ...nothing, reference: { node: operation, index } }));
  }
}
