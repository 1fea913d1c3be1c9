import { thousands as countText } from '../../statistics/wording.ts';

export { countText };

/** The same with its noun: `1 input`, `32 inputs`, `10 classes`. */
export function counted(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;
}
