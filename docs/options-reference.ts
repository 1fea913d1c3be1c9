import type { Options, PositionalOptions } from 'yargs';
import { CALL, type Command, PROGRAM, usageOf } from '../src/cli/command.ts';
import { GENERAL } from '../src/cli/options.ts';
import { flagName, OPTIONS, type PlacedOption, placed } from '../src/config/options/list.ts';
import type { Option } from '../src/config/options/option.ts';
import { codeBlock, markdownTable } from '../src/report/wording/markdown-text.ts';
import { prose } from './prose.ts';

/**
 * The reference of all commands and their options, as the help of the command line has them, and of all keys of a
 * configuration with the sentences over their declarations.
 */
export function optionsReference(
  commands: readonly Command[],
  sentences: ReadonlyMap<Option, string>,
): string {
  const sections = [
    '# Commands and options',
    'Made from the code by `npm run reference`. `npx saliency-sanity <command> --help` says the same.',
    'A configuration file says more than a command line: its keys are [below](#configuration). Options win over the file.',
    ...commands.flatMap(commandSections),
    '## Every command',
    optionTable(GENERAL),
    '## Configuration',
    'The keys of a configuration file, and of what `runChecks` and `describeSanityChecks` take. Everything but `model` and ' +
      '`inputs` may be left out.',
    configurationTable(sentences),
  ];
  return `${sections.join('\n\n')}\n`;
}

function commandSections(command: Command): string[] {
  const { name, summary, positionals = {}, options, examples } = command;
  return [
    `## ${name}`,
    `${prose(summary)}.`,
    codeBlock(`${PROGRAM} ${usageOf(command)}`, 'sh'),
    ...(Object.keys(positionals).length > 0 ? [positionalTable(positionals)] : []),
    ...(Object.keys(options).length > 0 ? [optionTable(options)] : []),
    codeBlock(examples.map(([line, effect]) => `${CALL} ${line}   # ${effect}`).join('\n'), 'sh'),
  ];
}

function positionalTable(positionals: Readonly<Record<string, PositionalOptions>>): string {
  const rows = Object.entries(positionals).map(([name, { describe, choices }]) => [
    `\`${name}\``,
    prose(`${describe ?? ''}${choices ? `: ${choices.join(', ')}` : ''}`),
  ]);
  return markdownTable([['argument', 'meaning'], ...rows], 2);
}

function optionTable(options: Readonly<Record<string, Options>>): string {
  const rows = Object.entries(options).map(([name, { alias, describe }]) => [
    [name, ...[alias ?? []].flat()].map((each) => `\`${dashed(each)}\``).join(', '),
    prose(describe ?? ''),
  ]);
  return markdownTable([['option', 'meaning (default)'], ...rows], 2);
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

function configurationTable(sentences: ReadonlyMap<Option, string>): string {
  const rows = placed(OPTIONS).map((each) => [
    `\`${each.path.join('.')}\``,
    optionCell(each),
    prose(sentences.get(each.option) ?? ''),
  ]);
  return markdownTable([['key', 'option', 'meaning'], ...rows], 3);
}

function optionCell(each: PlacedOption): string {
  const name = flagName(each);
  return name === null ? '' : `\`${dashed(name)}\``;
}
