import type { TensorProto } from '../file/tensor-proto.ts';
import { isExact } from './encode-tensor.ts';

/** A part of a file: bytes as they are, or some bytes of a tensor. */
export type Piece = Uint8Array | TensorPiece;

export interface TensorPiece {
  readonly name: string;
  /** Which of the tensor's bytes. */
  readonly from: number;
  readonly to: number;
  /** The bytes themselves, where they cannot be made again from the tensor's numbers. */
  readonly original: Uint8Array | null;
}

/** A file in pieces, which together hold no second copy of its weights, and no view of `bytes`. */
export function piecesOf(bytes: Uint8Array, tensors: ReadonlyMap<string, TensorProto>): Piece[] {
  const spans = [...tensors].flatMap(([name, tensor]) => {
    let from = 0;
    return tensor.chunks.map((chunk) => {
      const begin = chunk.byteOffset - bytes.byteOffset;
      const span = { begin, end: begin + chunk.length, name, from, exact: isExact(tensor) };
      from += chunk.length;
      return span;
    });
  });
  spans.sort((a, b) => a.begin - b.begin);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { begin, end, name, from, exact } of spans) {
    if (begin < at) continue;
    pieces.push(bytes.slice(at, begin));
    pieces.push({ name, from, to: from + end - begin, original: exact ? null : bytes.slice(begin, end) });
    at = end;
  }
  pieces.push(bytes.slice(at));
  return pieces;
}
