/** The numbers of a constant, as they lie in the weight files. */
export interface StoredNumbers {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/**
 * Constants with the very same numbers, in the order that they are given in: when a graph is frozen, every call of a
 * shared layer and every step of an unrolled recurrent one gets a copy of the weights. Constants of one repeated value
 * (fresh biases are all zeros) tell nothing and stay alone.
 */
export function groupCopies<T>(constants: readonly T[], numbersOf: (constant: T) => StoredNumbers): T[][] {
  const groups = new Map<string, T[][]>();
  return constants.reduce<T[][]>((result, constant) => {
    const { shape, values } = numbersOf(constant);
    const alone = values.every((value) => value === values[0]);
    const alike = alone ? [] : entry(groups, likeness(shape, values));
    const same = alike.find(([first]) => equal(numbersOf(first).values, values));
    if (same) same.push(constant);
    else {
      const group = [constant];
      alike.push(group);
      result.push(group);
    }
    return result;
  }, []);
}

/** Cheap to compute, and different for almost all constants that differ. */
function likeness(shape: readonly number[], values: StoredNumbers['values']): string {
  return `${shape}: ${[0, 1, values.length >> 1, values.length - 1].map((index) => values[index])}`;
}

function equal(a: StoredNumbers['values'], b: StoredNumbers['values']): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function entry<T>(groups: Map<string, T[][]>, key: string): T[][] {
  const found = groups.get(key) ?? [];
  groups.set(key, found);
  return found;
}
