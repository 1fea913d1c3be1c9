/** What hashes and files take at once, well below the 2 GB that they refuse. */
const PART = 2 ** 28;

/** Views of bytes one after the other, none longer than what hashes and files take at once; one where that is all. */
export function* bytesInParts(bytes: Uint8Array, most = PART): Iterable<Uint8Array> {
  if (bytes.length === 0) yield bytes;
  for (let at = 0; at < bytes.length; at += most) yield bytes.subarray(at, at + most);
}
