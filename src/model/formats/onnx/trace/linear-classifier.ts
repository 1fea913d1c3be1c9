import { InputError } from '../../../../errors.ts';
import type { AttributeProto, NodeProto } from '../file/graph-proto.ts';
import type { OnnxNode } from '../operators/node.ts';
import { plain } from '../operators/plain.ts';
import type { Traced } from './traced.ts';
import type { NodeCall, Tracer } from './tracer.ts';

const attribute = (name: string, int: number): AttributeProto => ({
  ...{ name, reference: '', type: 2, int, floats: [], ints: [], texts: [], unread: '' },
});

const node = (op: string, inputs: string[], output: string, attributes: AttributeProto[]): NodeProto => ({
  ...{ name: '', op, domain: '', overload: '', inputs, outputs: [output], attributes, metadata: new Map() },
});

/** What stands for the activations that turn scores into probabilities; others are refused. */
const ENDINGS: Readonly<Record<'NONE' | 'SOFTMAX' | 'LOGISTIC', readonly NodeProto[]>> = {
  NONE: [],
  SOFTMAX: [node('Softmax', ['scores'], 'ended', [attribute('axis', -1)])],
  LOGISTIC: [node('Sigmoid', ['scores'], 'ended', [])],
};

/**
 * The results of scikit-learn's linear classifiers, whose weights are attributes: a product with coefficients [classes, features], an
 * offset and an activation. The predicted label, its first result, is left out. Throws InputError.
 */
export function linearClassifier(
  tracer: Tracer,
  { operands: [x], around }: NodeCall,
  own: OnnxNode,
): readonly (Traced | null)[] {
  const { name, thing } = own.parts;
  const labels = own.texts('classlabels_strings') ?? own.ints('classlabels_ints') ?? [];
  const coefficients = own.floats('coefficients') ?? [];
  const offsets = own.floats('intercepts') ?? labels.map(() => 0);
  const features = coefficients.length / labels.length;
  if (!x || labels.length === 0 || !Number.isInteger(features) || offsets.length !== labels.length) {
    const expected = 'coefficients and an intercept for each class';
    const found = `${coefficients.length} and ${offsets.length} for ${labels.length} classes`;
    throw new InputError({ thing: `${thing}: node ${name}`, expected, found });
  }
  const kind = own.text('post_transform', ['NONE', 'SOFTMAX', 'LOGISTIC'], 'NONE');
  const place = around.prefix + name;
  const scope = new Map<string, Traced>([
    ['x', x],
    [
      'kernel',
      tracer.constant(`${place}.coefficients`, plain('float32', [labels.length, features], coefficients)),
    ],
    ['offset', tracer.constant(`${place}.intercepts`, plain('float32', [offsets.length], offsets))],
  ]);
  const ending = ENDINGS[kind];
  const result = ending.length > 0 ? 'ended' : 'scores';
  const nodes = [node('Gemm', ['x', 'kernel', 'offset'], 'scores', [attribute('transB', 1)]), ...ending];
  const sets = new Map([...around.sets, ['', Math.max(13, around.sets.get('') ?? 0)] as const]);
  tracer.trace(nodes, [result], {
    scope,
    given: new Map(),
    sets,
    prefix: `${place}.`,
    depth: around.depth + 1,
  });
  return [null, scope.get(result)!];
}
