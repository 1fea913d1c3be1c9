import { NEWEST_SET, type OnnxOperator } from '../src/model/formats/onnx/operators/operator.ts';
import { OPERATORS } from '../src/model/formats/onnx/operators/table.ts';

const INTRODUCTION = `# Operators of ONNX

Made by \`node --import jiti/register docs/make-onnx.ts\` from the table of the code; a test fails when it is out of date.

Every operator is said in operations of TensorFlow.js, so that tracing, gradients and rules for the way back work as in any other
network. Tests compare each of them with ONNX Runtime, over its attributes, and its gradient with differences
(\`test/model/formats/onnx/operators\`), and whole networks with PyTorch in float64 (\`fixtures/onnx\`).

- Sets are the operator sets in which this is the meaning; an operator or a set that is not listed is refused with the names of
  node and operator.
- Known operands, counted from 0, must follow from constants and shapes: they may not depend on the numbers of the input.
- Numbers are float32 whatever the file says (float16 and bfloat16 too), whole numbers 32 bits.
- QuantizeLinear runs forward as written. Rounding has no derivative of use: on the way back it is passed straight through, and
  where the range of the type ends the gradient is zero. The report says so of such a network.
- LinearClassifier of ai.onnx.ml is written out as Gemm and its activation (none, Softmax, Sigmoid), a Normalizer behind its Softmax left out.
- Networks with convolutions in three dimensions, loops, sequences and strings are refused.
- Memory while a file is read: about twice its size where the weights lie inside (2 GB at most), about their size where they lie beside
  it, at any size, and 16 MB for each value that is folded, which has at most 4 million numbers. Files of more than 20,000 steps are refused.
`;

const NAMES: Readonly<Record<string, string>> = { '': 'ONNX' };

const setsOf = ({ sets: [first, last] }: OnnxOperator) =>
  first === 1 && last === NEWEST_SET ? 'all' : last === NEWEST_SET ? `since ${first}` : `${first} to ${last}`;

function row(operator: OnnxOperator): string {
  const { name, domain, constants, limits, fold } = operator;
  const cells = [
    name,
    NAMES[domain] ?? domain,
    setsOf(operator),
    constants.join(', ') || ' ',
    fold ? 'yes' : ' ',
    limits || ' ',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The text of docs/onnx.md. */
export function onnxDocument(): string {
  const sorted = [...OPERATORS].sort(
    (a, b) =>
      a.domain.localeCompare(b.domain, 'en') || a.name.localeCompare(b.name, 'en') || a.sets[0] - b.sets[0],
  );
  return [
    INTRODUCTION,
    'Folded: computed while the network is read where all that it needs is known, shape arithmetic above all.',
    '',
    '| operator | of | sets | known operands | folded | limits |',
    '| --- | --- | --- | --- | --- | --- |',
    ...sorted.map(row),
    '',
  ].join('\n');
}
