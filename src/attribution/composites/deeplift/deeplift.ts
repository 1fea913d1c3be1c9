import type { BackwardRule, Composite, Step } from '../../../engine/composite.ts';
import { AVERAGES, dataOf, MOVES } from '../propagation/flow.ts';
import { LINEAR, operatorOf } from '../propagation/operator.ts';
import { refusal } from '../propagation/refusal.ts';
import { ofMaximum, ofProduct, rescaled } from './rescale.ts';
import { revealed } from './reveal-cancel.ts';

/** Functions of one number at a time. */
const ACTIVATIONS = new Set([
  ...['Abs', 'ClipByValue', 'Elu', 'Erf', 'Exp', 'Expm1', 'LeakyRelu', 'Log', 'Log1p', 'Maximum', 'Minimum'],
  ...['Pow', 'Prelu', 'Reciprocal', 'Relu', 'Relu6', 'Rsqrt', 'Selu', 'Sigmoid', 'Sin', 'Softplus', 'Sqrt'],
  ...['Square', 'Tanh', 'Cos'],
]);

/** Kernels whose derivative says all of how they change: linear in all of their data. */
const STRAIGHT = new Set([...MOVES, ...AVERAGES, 'Add', 'AddN', 'Neg', 'Sub', 'FusedBatchNorm']);
for (const maximum of ['Max', 'MaxPool']) STRAIGHT.delete(maximum);

export interface DeepLiftSettings {
  /** `reveal-cancel` treats what raises and what lowers a unit of a dense layer apart; elsewhere it is `rescale`. */
  readonly rule: 'rescale' | 'reveal-cancel';
  /** `change`: the whole change of a maximum goes to a winner; `gradient`: by the derivative at the input, as in the authors' package. */
  readonly pooling: 'change' | 'gradient';
}

/** Multipliers (y - y') / (x - x') in the place of derivatives (Shrikumar et al. 2017). */
export const deepLift = ({ rule, pooling }: DeepLiftSettings): Composite => {
  const name = `deeplift ${rule}${pooling === 'change' ? '' : ' pool-gradient'}`;
  return {
    name,
    kernels: LINEAR,
    compares: true,
    ruleFor: (_, step) => {
      const data = dataOf(step).map(([operand]) => operand);
      if (data.length === 0) return null;
      const reveals = rule === 'reveal-cancel' ? revealed(step) : null;
      return reveals ?? ruleOf(name, step, data, pooling);
    },
  };
};

function ruleOf(
  name: string,
  step: Step,
  data: readonly string[],
  pooling: DeepLiftSettings['pooling'],
): BackwardRule | null {
  const { kernel } = step;
  if (STRAIGHT.has(kernel)) return null;
  if (kernel === 'Max' || kernel === 'MaxPool') return pooling === 'gradient' ? null : ofMaximum;
  if (kernel === 'Multiply') return data.length === 1 ? null : ofProduct;
  if (kernel === 'RealDiv' && data.length === 1 && data[0] === 'a') return null;
  if (ACTIVATIONS.has(kernel) && data.length === 1) return rescaled(data[0]);
  // Its own derivative would do, but a composite that met nothing is refused.
  if (operatorOf(step)) return (signal, call) => call.derivative(signal);
  return () => {
    throw refusal(name, step);
  };
}
