import { munkres } from 'munkres';
import { gammaln } from 'simple-statistics';

/** Labels in the order that fits what was predicted best. */
export interface ClassOrder {
  /** The class that each label would be, by label; only labels that occur. */
  readonly classes: ReadonlyMap<number, number>;
  /** Inputs that would be right. */
  readonly correct: number;
  /** Logarithm of the number of orders that move as many labels: what the best of them must be held against. */
  readonly logTries: number;
}

/**
 * The order of the classes under which most inputs are right: an assignment of classes to labels, no class twice. A label
 * keeps its own class where that costs no input.
 */
export function bestClassOrder(
  labels: readonly number[],
  predicted: readonly number[],
  classes: number,
): ClassOrder {
  const rows = [...new Set(labels)].sort((a, b) => a - b);
  const columns = [...new Set([...rows, ...predicted])].sort((a, b) => a - b);
  const column = new Map(columns.map((c, at) => [c, at]));
  const row = new Map(rows.map((label, at) => [label, at]));
  // Less than one input in all: breaks ties in favour of what is.
  const own = 1 / (rows.length + 1);
  const costs = rows.map((label) => columns.map((c) => (c === label ? -own : 0)));
  for (const [i, label] of labels.entries()) costs[row.get(label)!][column.get(predicted[i])!]--;
  const order = new Map(munkres(costs).map(([r, c]) => [rows[r], columns[c]]));
  const moved = rows.filter((label) => order.get(label) !== label);
  return {
    classes: order,
    correct: labels.filter((label, i) => order.get(label) === predicted[i]).length,
    logTries: logOrders(moved, order, rows.length, classes),
  };
}

function logOrders(
  moved: readonly number[],
  order: ReadonlyMap<number, number>,
  labels: number,
  classes: number,
): number {
  const among = new Set(moved);
  const exchanged = moved.every((label) => among.has(order.get(label)!));
  const which = logFactorial(labels) - logFactorial(moved.length) - logFactorial(labels - moved.length);
  const where = exchanged
    ? logFactorial(moved.length)
    : logFactorial(classes) - logFactorial(classes - moved.length);
  return which + where;
}

const logFactorial = (n: number): number => gammaln(n + 1);
