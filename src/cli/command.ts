import type { Options, PositionalOptions } from 'yargs';

export { CALL, PROGRAM } from '../program.ts';

/** The world as a command sees it, so that a test can give it another one. */
export interface Io {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted when the user interrupts. */
  readonly signal?: AbortSignal;
}

/** What was typed: values by option name as in `options`, `_` without the command's own name. */
export type Arguments = Readonly<Record<string, unknown>>;

/** One command of the command line. `run` resolves to the exit code. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly positionals?: Readonly<Record<string, PositionalOptions>>;
  readonly options: Readonly<Record<string, Options>>;
  /** Command lines without the program's name, each with what it does. */
  readonly examples: readonly (readonly [line: string, effect: string])[];
  run(args: Arguments, io: Io): Promise<number>;
}

/** `randomize <model>`: the command with its positionals, as help shows it. */
export function usageOf(command: Command): string {
  const positionals = Object.entries(command.positionals ?? {});
  const words = positionals.map(([name, { array, demandOption }]) => {
    const word = `${name}${array ? '..' : ''}`;
    return demandOption ? `<${word}>` : `[${word}]`;
  });
  return [command.name, ...words].join(' ');
}
