import { crc32 } from 'node:zlib';

/** Writes and reads the lines of one run's journal: those of other runs are not read, nor what was cut off or changed. */
export interface JournalLines {
  /** A line: a checksum of eight digits, a space, and the value as JSON. */
  write(value: unknown): string;
  /** The value of a line that was written so, whole; else undefined. */
  read<T>(line: string): T | undefined;
}

/** The lines of the run with a fingerprint: their checksums cover it, too. */
export function journalLines(fingerprint: string): JournalLines {
  const start = crc32(fingerprint);
  const checksum = (text: string): string => crc32(text, start).toString(16).padStart(8, '0');
  return {
    write(value) {
      const json = JSON.stringify(value);
      return `${checksum(json)} ${json}\n`;
    },
    read<T>(line: string) {
      const json = line.slice(9);
      return line === `${checksum(json)} ${json}` ? (JSON.parse(json) as T) : undefined;
    },
  };
}
