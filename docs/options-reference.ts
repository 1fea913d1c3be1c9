import type { Options, PositionalOptions } from 'yargs';
import { type Command, PROGRAM, usageOf } from '../src/cli/command.ts';
import { GENERAL } from '../src/cli/options.ts';
import { codeBlock, markdownTable, markdownText } from '../src/report/markdown-text.ts';

/** The reference of all commands and their options, as the help of the command line has them. */
export function optionsReference(commands: readonly Command[]): string {
  const sections = [
    '# Commands and options',
    'Made from the code by `npm run reference`. `saliency-sanity <command> --help` says the same.',
    'A configuration file has the same keys as `run` has options, in camel case (`batchNorm` for `--batch-norm`), and more: ' +
      'the type `Config` of the library describes every one of them. Options win over the file.',
    ...commands.flatMap(commandSections),
    '## Every command',
    optionTable(GENERAL),
  ];
  return `${sections.join('\n\n')}\n`;
}

function commandSections(command: Command): string[] {
  const { name, summary, positionals = {}, options, examples } = command;
  return [
    `## ${name}`,
    `${markdownText(summary)}.`,
    codeBlock(`${PROGRAM} ${usageOf(command)}`, 'sh'),
    ...(Object.keys(positionals).length > 0 ? [positionalTable(positionals)] : []),
    ...(Object.keys(options).length > 0 ? [optionTable(options)] : []),
    codeBlock(examples.map(([line, effect]) => `${PROGRAM} ${line}   # ${effect}`).join('\n'), 'sh'),
  ];
}

function positionalTable(positionals: Readonly<Record<string, PositionalOptions>>): string {
  const rows = Object.entries(positionals).map(([name, { describe, choices }]) => [
    `\`${name}\``,
    markdownText(`${describe ?? ''}${choices ? `: ${choices.join(', ')}` : ''}`),
  ]);
  return markdownTable([['argument', 'meaning'], ...rows], 2);
}

function optionTable(options: Readonly<Record<string, Options>>): string {
  const rows = Object.entries(options).map(([name, { alias, describe }]) => [
    `\`--${name}\`${alias ? `, \`-${String(alias)}\`` : ''}`,
    markdownText(describe ?? ''),
  ]);
  return markdownTable([['option', 'meaning (default)'], ...rows], 2);
}
