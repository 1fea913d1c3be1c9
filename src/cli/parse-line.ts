import yargs, { type Argv } from 'yargs';
import { didYouMean } from '../config/parse.ts';
import { nearestNames } from '../nearest.ts';
import { VERSION } from '../version.ts';
import { type Arguments, CALL, type Command, PROGRAM, usageOf } from './command.ts';
import { UsageError } from './failure.ts';
import { GENERAL, NUMBERS, SEVERAL } from './options.ts';
import { parserWords } from './parser-words.ts';
import { gathered } from './several.ts';

/** What a command line asks for: a text to print (help, version), or a command to run. */
export type Line =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: Command; readonly args: Arguments };

const WIDTH = 80;

/** Reads a command line, without the program's name. Throws UsageError for one that makes no sense. */
export function parseLine(argv: readonly string[], commands: readonly Command[]): Line {
  const first = argv.find((word) => !word.startsWith('-'));
  const named = commands.find(({ name }) => name === first);
  if (first !== undefined && !named) throw unknownCommand(first, commands);

  const inherited = argv.map(optionIn).find((option) => option !== null && option in Object.prototype);
  // The parser looks options up in plain objects, where these are always found.
  if (inherited) throw new UsageError(faultText(`Unknown argument: ${inherited}`, named));

  let line: Line | undefined;
  let fault: UsageError | undefined;
  const parser = buildParser(commands, (command, args) => {
    line = { kind: 'command', command, args };
  });
  parser.parse(gathered(argv, SEVERAL, NUMBERS), {}, (error, _, output) => {
    if (error) fault = new UsageError(faultText(error.message, named));
    else if (output) line = { kind: 'text', text: `${output}\n` };
  });
  if (fault) throw fault;
  return line!;
}

/** The name of the option that a word sets, or null where it sets none. */
function optionIn(word: string): string | null {
  return /^--(?:no-)?([^=.]+)/.exec(word)?.[1] ?? null;
}

function buildParser(
  commands: readonly Command[],
  choose: (command: Command, args: Arguments) => void,
): Argv {
  const parser = yargs()
    .scriptName(PROGRAM)
    .usage('$0 <command> [options]\n\nDoes an explanation depend on what the network learned?')
    .version(VERSION)
    .help()
    .alias('help', 'h')
    .parserConfiguration({ 'duplicate-arguments-array': false, 'camel-case-expansion': false })
    .strict()
    .demandCommand(1, `A command is needed, for example \`${CALL} demo\`. See ${CALL} --help.`)
    .exitProcess(false)
    .wrap(WIDTH)
    .example(`${CALL} demo`, 'The checks on a small network that is part of the package')
    .example(`${CALL} run --model model --inputs images`, 'The checks on a network of your own')
    .epilogue(`${CALL} <command> --help shows a command's options.`);
  for (const command of commands) {
    parser.command(
      usageOf(command),
      command.summary,
      (own) => describeCommand(own, command),
      (args) => choose(command, args),
    );
  }
  return parser;
}

function describeCommand(parser: Argv, command: Command): Argv {
  // The program's own examples and epilogue do not carry over.
  const own = parser.usage(`$0 ${usageOf(command)}\n\n${command.summary}`).epilogue('');
  for (const [name, options] of Object.entries(command.positionals ?? {})) own.positional(name, options);
  own.options({ ...command.options, ...GENERAL });
  for (const [line, effect] of command.examples) own.example(`${CALL} ${line}`, effect);
  return own;
}

function unknownCommand(name: string, commands: readonly Command[]): UsageError {
  const known = commands.map((command) => command.name);
  const hint = didYouMean(nearestNames(name, known)) ?? `Commands: ${known.join(', ')}.`;
  return new UsageError(`unknown command ${name}. ${hint}`);
}

/** The parser's message, with the nearest options for one that is not known, and where to read on. */
function faultText(message: string, command: Command | undefined): string {
  if (!command) return message;
  const known = Object.keys({ ...command.options, ...GENERAL });
  const [, unknown] = /^Unknown arguments?: (\S+?),?(?: |$)/.exec(message) ?? [];
  const near = unknown === undefined ? [] : nearestNames(unknown, known).map((name) => `--${name}`);
  const hint = didYouMean(near);
  return [
    `${command.name}: ${parserWords(message, command)}.`,
    ...(hint ? [hint] : []),
    `See ${CALL} ${command.name} --help.`,
  ].join(' ');
}
