/** Inputs that are explained and kept together. */
export interface Chunk {
  readonly first: number;
  readonly count: number;
}

/** A kill may cost so many seconds of one method's work. */
const LOSS = 20;

/**
 * Inputs to a chunk: whole batches, so that chunks change no number, as many as one method explains in 20 seconds.
 * `seconds` is what an input takes the slowest method; everything is one chunk where it is not known.
 */
export function chunkSize(inputs: number, batch: number, seconds: number | null): number {
  if (seconds === null || !(seconds > 0)) return inputs;
  const batches = Math.max(1, Math.floor(LOSS / (seconds * batch)));
  return Math.min(inputs, batches * batch);
}

export function chunksOf(inputs: number, size: number): Chunk[] {
  return Array.from({ length: Math.ceil(inputs / size) }, (_, i) => ({
    first: i * size,
    count: Math.min(size, inputs - i * size),
  }));
}
