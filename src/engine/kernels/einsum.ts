import type { KernelRule, KernelTable, Listed } from './kernel.ts';

/** The labels of each operand and of the result: `ij,jk->ik`. */
export function labelsOf(equation: string): { operands: string[]; result: string } {
  const [before, result] = equation.replace(/\s/g, '').split('->');
  return { operands: before.split(','), result };
}

const einsum: KernelRule<Listed, { equation: string }> = {
  shape: (inputs, { equation }) => {
    const { operands, result } = labelsOf(equation);
    const lengths = new Map<string, number>();
    for (const [i, { shape }] of Object.values(inputs).entries()) {
      for (const [axis, label] of [...operands[i]].entries()) lengths.set(label, shape[axis]);
    }
    return { shape: [...result].map((label) => lengths.get(label)!), dtype: 'float32' };
  },
  lower: (ctx, { inputs, attrs: { equation }, outputs: [out] }) => {
    const operands = Object.values(inputs).map((v) => ctx.full(v));
    ctx.set(out, ctx.emit('Einsum', operands, out.shape, { equation: equation.replace(/\s/g, '') }));
  },
};

export const einsumKernels: KernelTable = { Einsum: einsum };
