import { InputError } from '../../../../errors.ts';
import { decodeTensor } from '../file/decode-tensor.ts';
import type { AttributeProto, GraphProto, NodeProto } from '../file/graph-proto.ts';
import type { AttributeValue } from '../operators/node.ts';

const decoder = new TextDecoder();

/** Attributes of a function's call, by name: what references within the function stand for. */
export type Given = ReadonlyMap<string, AttributeProto>;

/** The attributes of a node, references within a function replaced by what the call gives, or left out. */
export function attributesOf(node: NodeProto, given: Given): AttributeProto[] {
  return node.attributes.flatMap((attribute) => {
    if (attribute.reference === '') return [attribute];
    const value = given.get(attribute.reference);
    return value ? [{ ...value, name: attribute.name }] : [];
  });
}

/** The values of attributes by name, graphs left out. Throws InputError for kinds that are not read. */
export function attributeValues(
  attributes: readonly AttributeProto[],
  thing: string,
): Map<string, AttributeValue> {
  const values = new Map<string, AttributeValue>();
  for (const attribute of attributes) {
    const value = attributeValue(attribute, `${thing}: attribute ${attribute.name}`);
    if (value !== undefined) values.set(attribute.name, value);
  }
  return values;
}

/** The graph of that name among attributes. */
export const graphOf = (attributes: readonly AttributeProto[], name: string): GraphProto | undefined =>
  attributes.find((attribute) => attribute.name === name)?.graph;

/** By AttributeProto.AttributeType; before IR version 2 by the field that is set. */
function attributeValue(attribute: AttributeProto, thing: string): AttributeValue | undefined {
  const { type, float, int, text, tensor, floats, ints, texts, unread } = attribute;
  if (unread !== '') throw new InputError({ thing, expected: 'numbers, texts or a tensor', found: unread });
  if (type === 1 || (type === 0 && float !== undefined)) return float ?? 0;
  if (type === 2 || (type === 0 && int !== undefined)) return int ?? 0;
  if (type === 3 || (type === 0 && text !== undefined)) return decoder.decode(text);
  if (type === 4 || (type === 0 && tensor !== undefined)) return tensor && decodeTensor(tensor, thing);
  if (type === 6 || (type === 0 && floats.length > 0)) return floats;
  if (type === 7 || (type === 0 && ints.length > 0)) return ints;
  if (type === 8 || (type === 0 && texts.length > 0)) return texts.map((one) => decoder.decode(one));
  return undefined;
}
