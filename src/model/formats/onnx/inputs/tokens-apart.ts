import { decodeTensor } from '../file/decode-tensor.ts';
import type { GraphProto, NodeProto } from '../file/graph-proto.ts';

/** A node that asks whether tokens are a certain one, and which that is. */
export interface ApartToken {
  readonly node: NodeProto;
  readonly token: number;
}

/**
 * The nodes that ask whether indices are a certain number: padding, from which transformers count positions and find the last
 * token. Inputs without that token all get the same answer, no.
 */
export function tokensApart(input: string, { nodes, initializers }: GraphProto): ApartToken[] {
  const stored = new Map(initializers.filter(({ isExternal }) => !isExternal).map((one) => [one.name, one]));
  for (const { op, outputs, attributes } of nodes) {
    const tensor = op === 'Constant' ? attributes.find(({ name }) => name === 'value')?.tensor : undefined;
    if (tensor && !tensor.isExternal) stored.set(outputs[0], tensor);
  }
  return nodes.flatMap((node): ApartToken[] => {
    if (node.op !== 'Equal' || node.domain !== '' || !node.inputs.includes(input)) return [];
    const tensor = stored.get(node.inputs.find((name) => name !== input) ?? '');
    if (!tensor || tensor.dims.some((extent) => extent !== 1)) return [];
    const [token] = decodeTensor(tensor, `tensor ${tensor.name}`).values;
    return [{ node, token: Number(token) }];
  });
}
