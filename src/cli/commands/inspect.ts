import type { InitializerChoice } from '../../config/plan.ts';
import type { ModelDescription } from '../../model/describe.ts';
import type { LayerGroup } from '../../randomize/group.ts';
import { plainTable } from '../../report/plain-table.ts';
import { oneLine, truncate } from '../../report/text-layout.ts';
import { configFromArguments } from '../arguments.ts';
import type { Command, Io } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { located, printJson } from '../output.ts';

export const inspect: Command = {
  name: 'inspect',
  summary: "A model's layers, and how each would be randomised",
  positionals: {
    model: { describe: 'model.json or the folder that holds it', type: 'string', demandOption: true },
  },
  options: {
    output: RUN_OPTIONS.output,
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
    const { loadModel } = await import('../../model/load.ts');
    const { describeModel } = await import('../../model/describe.ts');
    const { describeRandomization, selectLayers } = await import('../../randomize/randomize.ts');
    const model = await loadModel(located(io, String(path)), { output: options.output });
    const description = { ...describeModel(model), source: String(path) };
    const randomization = describeRandomization(model, initializer, batchNorm);
    const groups = selectLayers(model, layers, group);
    if (args.json) printJson(io, { ...description, randomization, groups });
    else printDescription(description, groups, randomization, initializer, io);
    return EXIT.ok;
  },
};

const LONGEST_NAME = 24;

function printDescription(
  description: ModelDescription,
  groups: readonly LayerGroup[],
  randomization: Readonly<Record<string, string>>,
  initializer: InitializerChoice,
  io: Io,
): void {
  const layers = new Map(description.layers.map((layer) => [layer.name, layer]));
  const grouped = groups.some(({ name, members }) => members.length > 1 || members[0] !== name);
  let random = 0;
  const rows = groups.flatMap((group) =>
    group.members.map((name, index) => {
      const { kind, outputShape, parameters, weights } = layers.get(name)!;
      random += parameters;
      const share = `${((100 * random) / description.parameters).toFixed(1)} %`;
      const values = [...new Set(weights.map((weight) => randomization[weight.name]))].join('; ');
      return [
        ...(grouped ? [index === 0 ? truncate(oneLine(group.name), LONGEST_NAME) : ''] : []),
        truncate(oneLine(name), LONGEST_NAME),
        kind,
        `[${outputShape.join(', ')}]`,
        parameters.toLocaleString('en-US'),
        share,
        values,
      ];
    }),
  );
  const { source, inputShape, classes, parameters, removedActivation } = description;
  const removed = removedActivation ? `, ${removedActivation} taken off` : '';
  const head = `${oneLine(source)}: input [${inputShape.join(', ')}], ${classes} logits${removed}, `;
  const columns = ['layer', 'kind', 'output', 'parameters', 'random', `new values (${initializer})`];
  const table = plainTable(
    [grouped ? ['group', ...columns] : columns, ...rows],
    [...(grouped ? ['left' as const] : []), 'left', 'left', 'left', 'right', 'right', 'left'],
  );
  const notices = description.notices.map((notice) => `\n${oneLine(notice)}\n`).join('');
  const stages = grouped ? `, in ${groups.length} groups` : '';
  io.stdout.write(
    `${head}${parameters.toLocaleString('en-US')} parameters\n\nFrom output to input, as a cascade randomises them${stages}:\n\n${table.join('\n')}\n${notices}`,
  );
}
