import type { MethodTraits } from '../../attribution/method.ts';
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

interface Listed extends MethodTraits {
  readonly name: string;
  readonly description: string;
  readonly source: string | null;
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
    ...listed.flatMap((method) => [
      ...paragraph(method.name, method.description + sourceText(method) + settingsText(method.defaults)),
      ...paragraph('', traitsText(method)),
    ]),
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

const sourceText = ({ source }: Listed): string => (source === null ? '' : ` (${source})`);

const CONSERVED = {
  logit: 'the logit',
  'positive-logit': 'the positive part of the logit',
  one: '1',
} as const;

/** What the harness and the checks know of a method, in the words of its traits. */
function traitsText(method: MethodTraits): string {
  const { cost, conserves, ranks, unsigned } = method;
  const facts: [boolean, string][] = [
    [method.stochastic, 'uses noise'],
    [method.multipliesByInput, 'multiplies by the input'],
    [unsigned, 'has no sign'],
    [!unsigned && ranks === 'signed', 'ranks by signed values'],
    [method.needsSpatial, `needs rows and columns${method.spansSteps ? ', or steps' : ''}`],
    [method.needsRelu, 'needs ReLU'],
    [method.needsConvolution, 'needs a convolution'],
    [method.complete, 'sums to the change from the baseline'],
    [conserves !== null, `sums to ${conserves && CONSERVED[conserves]}, but for biases`],
  ];
  const held = facts.flatMap(([holds, words]) => (holds ? [words] : []));
  const passes = cost
    ? `${countText(cost.forwards, 'forward')}, ${countText(cost.backwards, 'backward')}`
    : '';
  return [passes, ...held].filter(Boolean).join('; ');
}

const countText = (count: number, noun: string) =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
