#!/usr/bin/env node
import '../no-telemetry.ts';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Io } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { EXIT } from './exit-code.ts';
import { reportFailure } from './failure.ts';
import { parseLine } from './parse-line.ts';
import { runProcess } from './process.ts';

/**
 * Runs one command line, without the program's name, and resolves to its exit code. Results go to `io.stdout`, progress
 * and messages to `io.stderr`; never rejects.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const line = parseLine(argv, COMMANDS);
    if (line.kind === 'command') return await line.command.run(line.args, io);
    io.stdout.write(line.text);
    return EXIT.ok;
  } catch (error) {
    return reportFailure(error, io, argv.includes('--debug'));
  }
}

// Started as a program, also through the link that a package manager makes; not when imported.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runProcess(main);
}
