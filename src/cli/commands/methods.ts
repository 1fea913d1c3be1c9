import { wrap } from '../../report/wording/text-layout.ts';
import type { Command, Io } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { JSON_OPTION } from '../options.ts';
import { printJson } from '../output.ts';

const WIDTH = 80;

export const methods: Command = {
  name: 'methods',
  summary: 'List the explanation methods with their default settings',
  options: JSON_OPTION,
  examples: [['methods --json', 'For another program']],
  async run(args, io) {
    const { METHOD_SETS, METHODS } = await import('../../attribution/registry.ts');
    const listed = METHODS.map(({ create: _, ...facts }) => facts);
    if (args.json) printJson(io, { methods: listed, sets: METHOD_SETS });
    else printList(listed, METHOD_SETS, io);
    return EXIT.ok;
  },
};

interface Listed {
  readonly name: string;
  readonly description: string;
  readonly defaults: Readonly<Record<string, unknown>>;
}

function printList(
  listed: readonly Listed[],
  sets: Readonly<Record<string, readonly string[]>>,
  io: Io,
): void {
  const margin = Math.max(...listed.map(({ name }) => name.length)) + 2;
  const paragraph = (name: string, text: string) =>
    wrap(text, WIDTH - margin).map((line, i) => `${(i === 0 ? name : '').padEnd(margin)}${line}`);
  const lines = [
    ...listed.flatMap(({ name, description, defaults }) =>
      paragraph(name, description + settingsText(defaults)),
    ),
    '',
    'Sets',
    ...Object.entries(sets).flatMap(([name, members]) => paragraph(name, members.join(', '))),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

function settingsText(defaults: Readonly<Record<string, unknown>>): string {
  const settings = Object.entries(defaults).map(([name, value]) => `${name} ${String(value)}`);
  return settings.length === 0 ? '' : `; ${settings.join(', ')}`;
}
