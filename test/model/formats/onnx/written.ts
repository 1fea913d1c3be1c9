/** Fields of a protobuf message, written one after the other. Independent of what the project writes with. */
export type Written = readonly number[];

function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

export const whole = (field: number, value: number | bigint): number[] => [
  ...varint(field << 3),
  ...varint(value),
];

export const bytes = (field: number, value: ArrayLike<number>): number[] => [
  ...varint((field << 3) | 2),
  ...varint(value.length),
  ...Array.from(value),
];

export const text = (field: number, value: string): number[] => bytes(field, new TextEncoder().encode(value));

export const float = (field: number, value: number): number[] => [
  ...varint((field << 3) | 5),
  ...new Uint8Array(Float32Array.of(value).buffer),
];
