import { encodeModel, type OnnxData } from '../onnx/model.ts';
import { type Operator, type Ref, RUN, WEIGHT } from './tensor.ts';

/** What a model is fed with: the ONNX input's name, and the input or weight of the program that it stands for. */
export interface Feed {
  readonly tensor: Ref;
  readonly name: string;
}

/** Two ONNX models: `prepare` computes what depends on weights alone, `run` the rest from it. */
export interface Plan {
  readonly run: Uint8Array;
  /** Null where nothing depends on weights alone. */
  readonly prepare: Uint8Array | null;
  /** What both are made of, in the order that they are computed in. */
  readonly operators: readonly Operator[];
  readonly prepareWeights: readonly Feed[];
  readonly runWeights: readonly Feed[];
  readonly runInputs: readonly Feed[];
  /** Tensors that `prepare` hands to `run`. */
  readonly prepared: readonly Ref[];
  /** Tensors that another plan of the same program hands to `run`. */
  readonly carried: readonly Ref[];
  readonly results: readonly Ref[];
}

/** ONNX operators in an order in which they can be run, and the program's outputs among their results. */
export interface Lowered {
  readonly operators: readonly Operator[];
  readonly outputs: readonly { readonly name: string; readonly tensor: Ref }[];
}

interface Part {
  readonly operators: readonly Operator[];
  readonly inputs: readonly Ref[];
  readonly initializers: readonly (Ref & { readonly data: OnnxData })[];
}

export interface AssemblyOptions {
  /** False for operators of the run model whose results are carried over from elsewhere; by default none are. */
  readonly computed?: (operator: Operator) => boolean;
  /**
   * Whether every weight goes through `prepare`, also one that is used as it is: where its results stay on a device, `run`
   * is fed from there alone. False by default.
   */
  readonly hold?: boolean;
}

/** Walks back from the results and divides the operators that they need into the two models. */
export function assemble(
  operators: readonly Operator[],
  results: readonly Ref[],
  { computed = () => true, hold = false }: AssemblyOptions = {},
): Plan {
  const running = operators.filter((o) => o.stage === RUN && computed(o));
  const copies = hold ? copiesOfWeights(collect(running, results)) : [];
  const run = collect(reading(running, copies), results);
  const made = run.inputs.filter((r) => !r.feed);
  const prepared = made.filter((r) => r.stage < RUN);
  const prepare = collect([...operators.filter((o) => o.stage < RUN), ...copies], prepared);
  return {
    run: encodeModel({ name: 'run', ...run, outputs: results }),
    prepare: prepared.length > 0 ? encodeModel({ name: 'prepare', ...prepare, outputs: prepared }) : null,
    operators: [...prepare.operators, ...run.operators],
    prepareWeights: feeds(prepare, 'weight'),
    runWeights: feeds(run, 'weight'),
    runInputs: feeds(run, 'input'),
    prepared,
    carried: made.filter((r) => r.stage === RUN),
    results,
  };
}

function copiesOfWeights({ inputs }: Part): Operator[] {
  return inputs
    .filter(({ feed }) => feed?.kind === 'weight')
    .map((weight) => {
      const copy: Ref = { ...weight, name: `${weight.name}_held`, stage: WEIGHT, feed: undefined };
      return { op: 'Identity', inputs: [weight], outputs: [copy], attrs: {}, stage: WEIGHT };
    });
}

/** The operators, with the copies in place of what they are copies of. */
function reading(operators: readonly Operator[], copies: readonly Operator[]): readonly Operator[] {
  if (copies.length === 0) return operators;
  const held = new Map<Ref | null, Ref>(copies.map(({ inputs, outputs }) => [inputs[0], outputs[0]]));
  return operators.map((o) => ({ ...o, inputs: o.inputs.map((input) => held.get(input) ?? input) }));
}

/** All operators that the program's outputs need, in one plan. */
export const wholePlan = ({ operators, outputs }: Lowered, hold = false): Plan => {
  const results = outputs.map(({ tensor }) => tensor);
  return assemble(operators, results, { hold });
};

/** The operators among the candidates that the roots need, with what they read from elsewhere. */
export function collect(candidates: readonly Operator[], roots: readonly Ref[]): Part {
  const live = new Set<Ref>(roots);
  const operators: Operator[] = [];
  for (const operator of candidates.toReversed()) {
    if (!operator.outputs.some((o) => live.has(o))) continue;
    operators.push(operator);
    for (const input of operator.inputs) if (input) live.add(input);
  }
  operators.reverse();
  const made = new Set(operators.flatMap((o) => o.outputs));
  const read = new Set(operators.flatMap((o) => o.inputs.filter((r) => r !== null)));
  const taken = [...read].filter((r) => !made.has(r));
  return {
    operators,
    inputs: taken.filter((r) => !r.data),
    initializers: taken.filter((r): r is Ref & { data: OnnxData } => r.data !== undefined),
  };
}

function feeds(part: Part, kind: 'input' | 'weight'): Feed[] {
  return part.inputs.flatMap((tensor) =>
    tensor.feed?.kind === kind ? [{ tensor, name: tensor.feed.name }] : [],
  );
}
