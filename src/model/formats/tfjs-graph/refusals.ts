import { InputError } from '../../../errors.ts';
import { textOf } from './attributes.ts';
import type { GraphNode } from './graph-def.ts';
import { ignoredAttribute } from './ignored-attributes.ts';

const LOOPS = 'control flow';
const UNROLL = 'Recurrent layers are converted without loops where they are built with unroll=True.';

/** Why operations cannot be run here, by their names. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^(Ref)?(Switch|Merge|Enter|Exit|NextIteration)$|^LoopCond$|^(Stateless)?(If|While|Case)$|^For$/, LOOPS],
  [/^Tensor(Array|List)|^Stack(V2|Push|Pop)|^EmptyTensorList$/, `${LOOPS} (a list that loops fill)`],
  [/^(Stateful)?PartitionedCall$|^RemoteCall$/, 'a call of a function of the graph'],
  [/^NonMaxSuppression|^Where$|^Unique|^Bincount$|^DenseBincount$|^Sparse|^Ragged/, 'a dynamic shape'],
  [/HashTable|^LookupTable|^InitializeTable|^String|^StaticRegex|^DecodeJpeg|^DecodePng/, 'tables or text'],
  [/^(Stateless)?(Random|TruncatedNormal|Multinomial|ParameterizedTruncated)/, 'random numbers'],
  [
    /^VarHandleOp$|^ReadVariableOp$|^Assign|^Variable(V2)?$|^VarIsInitialized/,
    'a variable that is not frozen',
  ],
];

/**
 * The refusal of the first node, in order of execution, that keeps a graph from being explained; null where there is none.
 * Operations that the converter does not know are not among them.
 */
export function refusalOf(nodes: readonly GraphNode[], thing: string): InputError | null {
  for (const node of nodes) {
    const reason = reasonFor(node);
    if (reason) return refusedOperation(node, reason, thing);
  }
  return null;
}

function reasonFor(node: GraphNode): string | null {
  const known = REASONS.find(([pattern]) => pattern.test(node.op));
  if (known) return known[1];
  const format = textOf(node, 'data_format');
  if (format?.startsWith('NC')) return `the data format ${format}; only NHWC is supported`;
  return ignoredAttribute(node);
}

function refusedOperation({ name, op }: GraphNode, reason: string, thing: string): InputError {
  return new InputError({
    thing: `${thing}: node ${name}`,
    expected: 'operations of a static graph',
    found: `${op} (${reason})`,
    hint: reason.startsWith(LOOPS) ? UNROLL : undefined,
  });
}
