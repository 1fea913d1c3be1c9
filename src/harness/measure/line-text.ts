import { crc32 } from 'node:zlib';

/** Digits of a run's identity that every line carries. */
const DIGITS = 16;

/** A line of a journal: a checksum over the rest, the identity of the run, and the value as JSON. */
export function writeLine(value: unknown, identity: string): string {
  const rest = `${identity.slice(0, DIGITS)} ${JSON.stringify(value)}`;
  return `${checksum(rest)} ${rest}\n`;
}

/** The identity that a line says it is of. */
export const identityOf = (line: string): string => line.slice(9, 9 + DIGITS);

/** What a line is: whole and of the run, or of another run, or damaged. */
export type ReadLine =
  | { readonly kind: 'own'; readonly value: unknown }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'damaged' };

/** Reads a line without its line feed. Nothing is believed that is not whole, or not of this run. */
export function readLine(line: string, identity: string): ReadLine {
  const rest = line.slice(9);
  if (line !== `${checksum(rest)} ${rest}`) return { kind: 'damaged' };
  if (rest.slice(0, DIGITS) !== identity.slice(0, DIGITS)) return { kind: 'foreign' };
  return { kind: 'own', value: JSON.parse(rest.slice(DIGITS + 1)) };
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');
