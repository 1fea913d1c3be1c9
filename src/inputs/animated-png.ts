const SIGNATURE = 8;
/** Length, name and checksum of a chunk. */
const FRAME = 12;

/**
 * Whether a PNG file holds an animation: its `acTL` chunk, before the first picture.
 * @see https://www.w3.org/TR/png-3/#acTL-chunk
 */
export function isAnimatedPng(file: Buffer): boolean {
  for (let at = SIGNATURE; at + FRAME <= file.length; at += FRAME + file.readUInt32BE(at)) {
    const name = file.toString('latin1', at + 4, at + 8);
    if (name === 'acTL') return true;
    if (name === 'IDAT') return false;
  }
  return false;
}
