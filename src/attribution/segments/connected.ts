/** What pieces may be left. */
export interface Pieces {
  /** A piece of fewer pixels goes to a neighbour. */
  readonly smallest: number;
  /** No more pieces than that. */
  readonly most: number;
}

/**
 * Labels of which each is one piece of pixels that touch along sides: pieces of one label that lie apart become labels of their
 * own, and small ones, the smallest first, join the neighbour that they share the longest border with. From 0 in the order of
 * their first pixel.
 */
export function connected(
  labels: Int32Array,
  height: number,
  width: number,
  { smallest, most }: Pieces,
): Int32Array {
  const pieces = piecesOf(labels, height, width);
  const sizes = new Map<number, number>();
  for (const piece of pieces) sizes.set(piece, (sizes.get(piece) ?? 0) + 1);
  const borders = bordersOf(pieces, height, width);
  const joined = new Map<number, number>();
  while (sizes.size > 1) {
    const [least, size] = [...sizes].reduce((a, b) => (b[1] < a[1] ? b : a));
    if (size >= smallest && sizes.size <= most) break;
    const neighbours = borders.get(least)!;
    const [into] = [...neighbours].reduce((a, b) => (b[1] > a[1] ? b : a));
    joined.set(least, into);
    sizes.set(into, sizes.get(into)! + size);
    sizes.delete(least);
    for (const [neighbour, length] of neighbours) {
      const others = borders.get(neighbour)!;
      others.delete(least);
      if (neighbour === into) continue;
      others.set(into, (others.get(into) ?? 0) + length);
      borders.get(into)!.set(neighbour, others.get(into)!);
    }
    borders.delete(least);
  }
  const place = new Map<number, number>();
  return pieces.map((piece) => {
    let into = piece;
    for (let next = joined.get(into); next !== undefined; next = joined.get(into)) into = next;
    if (!place.has(into)) place.set(into, place.size);
    return place.get(into)!;
  });
}

/** A number for each piece, by flooding from its first pixel. */
function piecesOf(labels: Int32Array, height: number, width: number): Int32Array {
  const pieces = new Int32Array(labels.length).fill(-1);
  const open: number[] = [];
  let count = 0;
  for (let first = 0; first < labels.length; first++) {
    if (pieces[first] >= 0) continue;
    const piece = count++;
    pieces[first] = piece;
    open.push(first);
    while (open.length > 0) {
      const pixel = open.pop()!;
      for (const next of besides(pixel, height, width)) {
        if (pieces[next] >= 0 || labels[next] !== labels[first]) continue;
        pieces[next] = piece;
        open.push(next);
      }
    }
  }
  return pieces;
}

/** Lengths of the borders that pieces share. */
function bordersOf(pieces: Int32Array, height: number, width: number): Map<number, Map<number, number>> {
  const borders = new Map<number, Map<number, number>>();
  pieces.forEach((piece, pixel) => {
    const own = borders.get(piece) ?? new Map<number, number>();
    borders.set(piece, own);
    for (const next of besides(pixel, height, width)) {
      if (pieces[next] !== piece) own.set(pieces[next], (own.get(pieces[next]) ?? 0) + 1);
    }
  });
  return borders;
}

function besides(pixel: number, height: number, width: number): number[] {
  const [row, column] = [Math.floor(pixel / width), pixel % width];
  return [
    ...(row > 0 ? [pixel - width] : []),
    ...(column > 0 ? [pixel - 1] : []),
    ...(column < width - 1 ? [pixel + 1] : []),
    ...(row < height - 1 ? [pixel + width] : []),
  ];
}
