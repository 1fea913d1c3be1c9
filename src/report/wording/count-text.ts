/** A count with commas between thousands: `215,370`. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** The same with its noun: `1 input`, `32 inputs`, `10 classes`. */
export function counted(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;
}
