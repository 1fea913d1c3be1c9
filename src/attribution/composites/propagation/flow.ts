import { INPUT, type Operand, type Step } from '../../../engine/step.ts';

/** A fact about a step that follows from its operands, found once. */
function fact<T>(find: (step: Step) => T): (step: Step) => T {
  const known = new WeakMap<Step, { readonly value: T }>();
  return (step) => {
    let found = known.get(step);
    if (!found) {
      found = { value: find(step) };
      known.set(step, found);
    }
    return found.value;
  };
}

/** The operands that depend on the explained input; the others are weights and constants. */
export const dataOf = fact((step): readonly [name: string, operand: Operand & { readonly from: Step }][] =>
  Object.entries(step.operands).flatMap(([name, operand]) => {
    const { from } = operand;
    return from && dependsOnInput(from) ? [[name, { ...operand, from }] as const] : [];
  }),
);

/** Whether what a step makes depends on the explained input. */
export const dependsOnInput = (step: Step): boolean => step.kernel === INPUT || dataOf(step).length > 0;

/** Kernels that only move numbers, or choose among them. */
export const MOVES: ReadonlySet<string> = new Set([
  'BatchToSpaceND',
  'Cast',
  'Concat',
  'DepthToSpace',
  'ExpandDims',
  'GatherV2',
  'Max',
  'MaxPool',
  'MirrorPad',
  'Pack',
  'PadV2',
  'Reshape',
  'ResizeNearestNeighbor',
  'Reverse',
  'Select',
  'Slice',
  'SpaceToBatchND',
  'SplitV',
  'StridedSlice',
  'Tile',
  'Transpose',
  'Unpack',
]);

/** Kernels that answer yes or no, which has no derivative: what chooses by it passes the signal itself. */
export const QUESTIONS: ReadonlySet<string> = new Set([
  ...['Equal', 'Greater', 'GreaterEqual', 'IsFinite', 'IsInf', 'IsNan', 'Less', 'LessEqual'],
  ...['LogicalAnd', 'LogicalNot', 'LogicalOr', 'NotEqual'],
]);

/** Averages and sums of one tensor, none of whose weights is negative. */
export const AVERAGES: ReadonlySet<string> = new Set(['AvgPool', 'Cumsum', 'Mean', 'ResizeBilinear', 'Sum']);

const RECTIFIERS = new Set(['Relu', 'Relu6', 'Sigmoid', 'Softplus', 'Softmax', 'Abs', 'Square', 'Exp']);
const KEEPS_SIGN = new Set([...MOVES, ...AVERAGES, 'Add', 'AddN', 'Minimum']);

/** Whether what a step makes is known to be nowhere negative. */
export const nonNegative: (step: Step) => boolean = fact((step) => {
  const { kernel, attrs, operands } = step;
  if (RECTIFIERS.has(kernel)) return true;
  if (kernel === 'ClipByValue') return Number(attrs.clipValueMin) >= 0;
  if (kernel === 'PadV2' && Number(attrs.constantValue) < 0) return false;
  // What is chosen in the place of data may be any number.
  if (kernel === 'Select' && ['t', 'e'].some((name) => !operands[name]?.from)) return false;
  // A minimum with a number is a cap, which is positive.
  const data = dataOf(step);
  const alone = data.length === Object.keys(operands).length || kernel === 'Minimum' || MOVES.has(kernel);
  return (
    KEEPS_SIGN.has(kernel) && alone && data.length > 0 && data.every(([, { from }]) => nonNegative(from))
  );
});
