/** A protobuf message as it lies in the bytes: for each field number the values in order, nested messages as bytes. */
export type Fields = Map<number, (bigint | Uint8Array)[]>;

/** Reads what the writer may have written, independently of it. Throws where the bytes do not add up. */
export function readMessage(bytes: Uint8Array): Fields {
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length) throw new Error('the bytes end inside a number');
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number) => {
    if (at + length > bytes.length) throw new Error('the bytes end inside a field');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    if (wire !== 0 && wire !== 2 && wire !== 5) throw new Error(`wire type ${wire}`);
    const value = wire === 0 ? varint() : take(wire === 5 ? 4 : Number(varint()));
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}

export const textOf = (value: bigint | Uint8Array) => new TextDecoder().decode(value as Uint8Array);

/** The operators of an ONNX model, in order: op_type of every node of its graph. */
export function operatorsOf(model: Uint8Array): string[] {
  const graph = readMessage(readMessage(model).get(7)![0] as Uint8Array);
  return (graph.get(1) ?? []).map((node) => textOf(readMessage(node as Uint8Array).get(4)![0]));
}
