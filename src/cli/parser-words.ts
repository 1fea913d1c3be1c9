import { type Command, usageOf } from './command.ts';

/** What the parser says of a command line, and how this program says it: what was expected, and what was found. */
const FAULTS: readonly [RegExp, (match: readonly string[], command: Command) => string][] = [
  [
    /^Not enough non-option arguments: got (\d+), need at least (\d+)/,
    ([, got, needed], command) =>
      `expected ${usageOf(command)}, found ${got === '0' ? 'nothing' : `${got} of ${needed}`}`,
  ],
  [/^Not enough arguments following: (\S+)$/, ([, option]) => `--${option}: expected a value, found none`],
  [
    /^Missing required arguments?: (.+)$/,
    ([, names]) => `expected ${names.replace(/[^, ]+/g, '--$&')}, found none`,
  ],
  [
    /^Invalid values:\s+Argument: ([^,]+), Given: (.*), Choices: (.*)$/,
    ([, name, given, choices]) => `${name}: expected one of ${choices.replaceAll('"', '')}, found ${given}`,
  ],
];

/** The parser's message about a command, in this program's words; what has none begins with a small letter. */
export function parserWords(message: string, command: Command): string {
  for (const [pattern, words] of FAULTS) {
    const match = pattern.exec(message);
    if (match) return words(match, command);
  }
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}
