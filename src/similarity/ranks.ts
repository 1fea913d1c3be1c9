/** Below this length the histograms of wide digits cost more than the passes that they save. */
const WIDE_FROM = 4096;
const WIDE = 11;
const NARROW = 8;

// Room for one sort, which grows with the largest plane and serves all: a third of the time of a sort is otherwise spent
// on allocation. No view of it leaves this file.
let keys = new Float64Array(0);
let indices = new Int32Array(0);
let moved = new Int32Array(0);
const starts = new Int32Array(1 << WIDE);

/**
 * The indices that sort the values in ascending order, equal values by index. Values must not be NaN. The caller's
 * array is only read.
 */
export function ascendingOrder(values: Float64Array): Int32Array {
  return sort(values).slice(0, values.length);
}

/**
 * Ranks from 1 to n in float64; equal values (0 and -0 are equal) share the mean of their ranks, as in scipy's
 * `rankdata`. Values must not be NaN. The caller's array is only read; `order` is that of
 * `ascendingOrder`, where it is known.
 */
export function averageRanks(values: Float64Array, order: Int32Array = sort(values)): Float64Array {
  const count = values.length;
  const ranks = new Float64Array(count);
  for (let first = 0; first < count; ) {
    const value = values[order[first]];
    let next = first + 1;
    while (next < count && values[order[next]] === value) next++;
    const rank = (first + 1 + next) / 2;
    for (let i = first; i < next; i++) ranks[order[i]] = rank;
    first = next;
  }
  return ranks;
}

/**
 * A stable radix sort of indices by the 64 bits of the numbers, least significant digit first. Digits in which all
 * values agree are skipped; sums of few float32 values, the common case, leave most low digits zero. Returns scratch
 * memory, of which the next call takes possession.
 */
function sort(values: Float64Array): Int32Array {
  const count = values.length;
  const width = count < WIDE_FROM ? NARROW : WIDE;
  const mask = (1 << width) - 1;
  if (keys.length < count) {
    keys = new Float64Array(count);
    indices = new Int32Array(count);
    moved = new Int32Array(count);
  }
  const words = sortableWords(values);
  for (let i = 0; i < count; i++) indices[i] = i;
  for (const word of [0, 1]) {
    let varying = 0;
    for (let at = word; at < words.length; at += 2) varying |= words[at] ^ words[word];
    for (let shift = 0; shift < 32; shift += width) {
      if (((varying >>> shift) & mask) === 0) continue;
      distribute(words, word, shift, mask);
      [indices, moved] = [moved, indices];
    }
  }
  return indices;
}

/**
 * Two words per value, low word first (ONNX Runtime has no binaries for big-endian machines), whose order as unsigned
 * integers is that of the values: of positive numbers the sign bit is set, of negative ones all bits are turned.
 */
function sortableWords(values: Float64Array): Uint32Array {
  // Adding 0 makes 0 of -0, so that equal values have equal words.
  for (let i = 0; i < values.length; i++) keys[i] = values[i] + 0;
  const words = new Uint32Array(keys.buffer, 0, 2 * values.length);
  for (let at = 1; at < words.length; at += 2) {
    const turn = words[at] >> 31;
    words[at - 1] ^= turn;
    words[at] ^= turn | 0x80000000;
  }
  return words;
}

/** One pass: `indices` to `moved`, by one digit, in a stable way. */
function distribute(words: Uint32Array, word: number, shift: number, mask: number): void {
  const from = indices;
  const to = moved;
  starts.fill(0, 0, mask + 1);
  for (let at = word; at < words.length; at += 2) starts[(words[at] >>> shift) & mask]++;
  let start = 0;
  for (let digit = 0; digit <= mask; digit++) {
    const size = starts[digit];
    starts[digit] = start;
    start += size;
  }
  for (let i = 0; i < words.length / 2; i++) {
    const index = from[i];
    to[starts[(words[2 * index + word] >>> shift) & mask]++] = index;
  }
}
