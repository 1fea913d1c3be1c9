import { fstatSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { writeFault } from '../disk/write-fault.ts';

const STDOUT = 1;

/**
 * Standard output. Node takes it for granted that a file takes all of a text at once; where the disk has room for a part
 * of it only, the rest would be lost without a word. Into a file it is written until it is whole, or an error says why not.
 */
export function standardOutput(): NodeJS.WritableStream {
  return fstatSync(STDOUT).isFile() ? intoFile(STDOUT) : process.stdout;
}

/** A stream that writes into an open file at once. Its `write` throws InputError where that cannot be written. */
function intoFile(file: number): NodeJS.WritableStream {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
      } catch (error) {
        throw writeFault('standard output', error) ?? error;
      }
      done();
    },
  });
}
