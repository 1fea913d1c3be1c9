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
  readonly outputs: readonly { readonly name: string; readonly tensor: Ref }[];
}

interface Part {
  readonly operators: readonly Operator[];
  readonly inputs: readonly Ref[];
  readonly initializers: readonly (Ref & { readonly data: OnnxData })[];
}

/**
 * Walks back from the outputs and divides the operators that they need into the two models. With `hold` every weight goes
 * through `prepare`, also one that is used as it is: where its results stay on a device, `run` is fed from there alone.
 */
export function assemble(operators: readonly Operator[], outputs: Plan['outputs'], hold = false): Plan {
  const results = outputs.map((o) => o.tensor);
  const computed = operators.filter((o) => o.stage === RUN);
  const copies = hold ? copiesOfWeights(collect(computed, results)) : [];
  const run = collect(reading(computed, copies), results);
  const prepared = run.inputs.filter((r) => !r.feed);
  const prepare = collect([...operators.filter((o) => o.stage < RUN), ...copies], prepared);
  return {
    run: encodeModel({ name: 'run', ...run, outputs: results }),
    prepare: prepared.length > 0 ? encodeModel({ name: 'prepare', ...prepare, outputs: prepared }) : null,
    operators: [...prepare.operators, ...run.operators],
    prepareWeights: feeds(prepare, 'weight'),
    runWeights: feeds(run, 'weight'),
    runInputs: feeds(run, 'input'),
    prepared,
    outputs,
  };
}

function copiesOfWeights({ inputs }: Part): Operator[] {
  return inputs
    .filter(({ feed }) => feed?.kind === 'weight')
    .map((weight) => {
      const copy: Ref = {
        name: `${weight.name}_held`,
        dims: weight.dims,
        dtype: weight.dtype,
        stage: WEIGHT,
      };
      return { op: 'Identity', inputs: [weight], outputs: [copy], attrs: {}, stage: WEIGHT };
    });
}

/** The operators, with the copies in place of what they are copies of. */
function reading(operators: readonly Operator[], copies: readonly Operator[]): readonly Operator[] {
  const held = new Map<Ref | null, Ref>(copies.map(({ inputs, outputs }) => [inputs[0], outputs[0]]));
  return operators.map((o) => ({ ...o, inputs: o.inputs.map((input) => held.get(input) ?? input) }));
}

function collect(candidates: readonly Operator[], roots: readonly Ref[]): Part {
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
