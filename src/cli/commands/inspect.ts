import type { InitializerChoice } from '../../config/plan.ts';
import type { ModelDescription } from '../../model/describe.ts';
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
    initializer: RUN_OPTIONS.initializer,
    'batch-norm': RUN_OPTIONS['batch-norm'],
    ...JSON_OPTION,
  },
  examples: [['inspect model', 'Layers from output to input, as a cascade randomises them']],
  async run({ model: path, ...args }, io) {
    const { initializer = 'own', batchNorm = 'initialise' } = configFromArguments(args);
    const { loadModel } = await import('../../model/load.ts');
    const { describeModel } = await import('../../model/describe.ts');
    const { describeRandomization } = await import('../../randomize/randomize.ts');
    const model = await loadModel(located(io, String(path)));
    const description = { ...describeModel(model), source: String(path) };
    const randomization = describeRandomization(model, initializer, batchNorm);
    if (args.json) printJson(io, { ...description, randomization });
    else printDescription(description, randomization, initializer, io);
    return EXIT.ok;
  },
};

const LONGEST_NAME = 24;

function printDescription(
  description: ModelDescription,
  randomization: Readonly<Record<string, string>>,
  initializer: InitializerChoice,
  io: Io,
): void {
  const layers = new Map(description.layers.map((layer) => [layer.name, layer]));
  let random = 0;
  const rows = description.order.map((name) => {
    const { kind, outputShape, parameters, weights } = layers.get(name)!;
    random += parameters;
    const share = `${((100 * random) / description.parameters).toFixed(1)} %`;
    const values = [...new Set(weights.map((weight) => randomization[weight.name]))].join('; ');
    return [
      truncate(oneLine(name), LONGEST_NAME),
      kind,
      `[${outputShape.join(', ')}]`,
      parameters.toLocaleString('en-US'),
      share,
      values,
    ];
  });
  const { source, inputShape, classes, parameters, removedActivation } = description;
  const removed = removedActivation ? `, ${removedActivation} taken off` : '';
  const head = `${oneLine(source)}: input [${inputShape.join(', ')}], ${classes} logits${removed}, `;
  const table = plainTable(
    [['layer', 'kind', 'output', 'parameters', 'random', `new values (${initializer})`], ...rows],
    ['left', 'left', 'left', 'right', 'right', 'left'],
  );
  io.stdout.write(
    `${head}${parameters.toLocaleString('en-US')} parameters\n\nFrom output to input, as a cascade randomises them:\n\n${table.join('\n')}\n`,
  );
}
