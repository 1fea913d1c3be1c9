/** An IDX file by hand: any type, any extents, any data. */
export function idxBytes(type: number, shape: readonly number[], data: Uint8Array | number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = type;
  header[3] = shape.length;
  for (const [axis, extent] of shape.entries()) header.writeUInt32BE(extent, 4 + 4 * axis);
  return Buffer.concat([header, Buffer.from(data)]);
}
