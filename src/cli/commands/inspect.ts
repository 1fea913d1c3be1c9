import type { ModelDescription } from '../../model/describe.ts';
import type { InitializerChoice } from '../../plan/plan.ts';
import type { LayerGroup } from '../../randomize/group.ts';
import { WITHOUT_INITIALIZER } from '../../randomize/random-weight.ts';
import { oneLine, wrap } from '../../report/wording/text-layout.ts';
import { configFromArguments } from '../arguments.ts';
import type { Command, Io } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { layerTable } from '../layer-table.ts';
import { JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { located, printJson } from '../output.ts';
import { print } from '../tell.ts';

export const inspect: Command = {
  name: 'inspect',
  summary: "A model's layers, and how each would be randomised",
  positionals: {
    model: {
      describe: 'model.json, the folder that holds it, or an .onnx file',
      type: 'string',
      demandOption: true,
    },
  },
  options: {
    output: RUN_OPTIONS.output,
    input: RUN_OPTIONS.input,
    set: RUN_OPTIONS.set,
    size: RUN_OPTIONS.size,
    group: RUN_OPTIONS.group,
    layers: RUN_OPTIONS.layers,
    initializer: RUN_OPTIONS.initializer,
    'batch-norm': RUN_OPTIONS['batch-norm'],
    ...JSON_OPTION,
  },
  examples: [['inspect model', 'Layers from output to input, as a cascade randomises them']],
  async run({ model: path, ...args }, io) {
    const options = configFromArguments(args);
    const { initializer = 'own', batchNorm = 'initialise', group, layers = null } = options;
    const { requireExplainable } = await import('../../attribution/dry-trace.ts');
    const { loadModel } = await import('../../model/load.ts');
    const { modelOptions } = await import('../../harness/prepare/model-options.ts');
    const { describeModel } = await import('../../model/describe.ts');
    const { describeRandomization, selectLayers } = await import('../../randomize/randomize.ts');
    const model = await loadModel(located(io, String(path)), await modelOptions(options, io.cwd));
    requireExplainable(model);
    const description = { ...describeModel(model), source: String(path) };
    const randomization = describeRandomization(model, initializer, batchNorm);
    const groups = selectLayers(model, layers, group);
    if (args.json) printJson(io, { ...description, randomization, groups });
    else printDescription(description, groups, randomization, initializer, io);
    return EXIT.ok;
  },
};

function printDescription(
  description: ModelDescription,
  groups: readonly LayerGroup[],
  randomization: Readonly<Record<string, string>>,
  initializer: InitializerChoice,
  { stdout }: Io,
): void {
  const width = (stdout as Partial<NodeJS.WriteStream>).columns;
  const fitting = (text: string) => (width ? wrap(text, width).join('\n') : text);
  const { source, inputShape, parameters, notices } = description;
  const head =
    `${oneLine(source)}: input [${inputShape.join(', ')}], ${outputWords(description)}, ` +
    `${parameters.toLocaleString('en-US')} parameters`;
  const grouped = groups.some(({ name, members }) => members.length > 1 || members[0] !== name);
  const stages = grouped ? `, in ${groups.length} groups` : '';
  const heading = `new values (${initializer})`;
  const lines = layerTable({ description, groups, randomization: terse(randomization), heading }, width);
  const paragraphs = [
    fitting(head),
    `From output to input, as a cascade randomises them${stages}:`,
    lines.join('\n'),
    ...notices.map((notice) => fitting(oneLine(notice))),
  ];
  print({ stdout }, paragraphs.join('\n\n'));
}

/** `10 logits, softmax taken off`, or of what other kind the output is. */
function outputWords({ output, classes, removedActivation }: ModelDescription): string {
  const removed = removedActivation ? `, ${removedActivation} taken off` : '';
  if (output === 'binary') return `1 logit${removed}: two classes`;
  if (output === 'regression') return `1 number${removed}: a regression`;
  return `${classes} logits${removed}${output === 'multi-label' ? ': yes/no questions' : ''}`;
}

/** Without what a notice says of the whole model. */
function terse(randomization: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(randomization);
  return Object.fromEntries(entries.map(([name, how]) => [name, how.replace(WITHOUT_INITIALIZER, '')]));
}
