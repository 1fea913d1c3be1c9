import { metricWordsOf } from '../similarity/registry.ts';

/** A metric as the field writes it. */
export const metricWords = (metric: string): string => metricWordsOf(metric).name;

/** A share as a whole percentage, "86 %". */
export function percent(share: number): string {
  return `${percentNumber(share)} %`;
}

/** A share as a percentage of two figures: "0.39 %", "4.1 %", "17 %", "123 %"; "undefined" where it is no number. */
export function finePercent(share: number): string {
  const number = 100 * share;
  if (!Number.isFinite(number)) return 'undefined';
  if (Math.abs(number) >= 9.95) return `${Math.round(number).toLocaleString('en-US')} %`;
  if (number !== 0 && Math.abs(number) < 0.01) return 'less than 0.01 %';
  return `${number.toFixed(Math.abs(number) >= 0.995 ? 1 : 2)} %`;
}

/** "86 % (81 to 91 %)", or "86 %" without ends. */
export function percentInterval(mean: number, low: number | null, high: number | null): string {
  if (low === null || high === null) return percent(mean);
  return `${percent(mean)} (${percentNumber(low)} to ${percent(high)})`;
}

/** A similarity to two decimals, without the zero before the point and with a true minus sign: ".99", "−.05", "1.00". */
export function decimal(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-?0\.00$/, '.00')
    .replace(/^(-?)0\./, '$1.')
    .replace('-', '−');
}

/** A count with commas between thousands: "3,938". */
export const thousands = (count: number): string => count.toLocaleString('en-US');

/** Passes through a network in words: "2,500 gradients", "4,000 forward passes", "300 gradients and 300 forward passes". */
export function passesText({ gradients, forwards = 0 }: { gradients: number; forwards?: number }): string {
  const counted = (count: number, one: string, many: string) =>
    `${thousands(count)} ${count === 1 ? one : many}`;
  return listing([
    ...(gradients > 0 || forwards === 0 ? [counted(gradients, 'gradient', 'gradients')] : []),
    ...(forwards > 0 ? [counted(forwards, 'forward pass', 'forward passes')] : []),
  ]);
}

/** "a", "a and b", "a, b and c". */
export function listing(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items[items.length - 1]}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whole percent, never in powers of ten. */
function percentNumber(share: number): string {
  const number = Math.round(100 * share) + 0;
  return Math.abs(number) < 1e6 ? String(number) : number.toLocaleString('en-US');
}
