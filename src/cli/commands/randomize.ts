import { relative } from 'node:path';
import { requireWritable } from '../../disk/require-writable.ts';
import { InputError } from '../../errors.ts';
import { oneLine } from '../../report/wording/text-layout.ts';
import { configFromArguments } from '../arguments.ts';
import type { Arguments, Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { located, printJson } from '../output.ts';
import { print } from '../tell.ts';

export const randomize: Command = {
  name: 'randomize',
  summary: 'Write the randomised model of one stage, for other tools to look at',
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
    stage: {
      describe: 'Last layer that is random, or full',
      type: 'string',
      requiresArg: true,
      demandOption: true,
    },
    draw: { describe: 'Which re-initialization, from 0 (0)', requiresArg: true },
    checks: {
      ...RUN_OPTIONS.checks,
      describe: 'cascade, bottom-up or independent (cascade)',
      alias: ['order', 'orders'],
    },
    seed: RUN_OPTIONS.seed,
    layers: RUN_OPTIONS.layers,
    group: RUN_OPTIONS.group,
    initializer: RUN_OPTIONS.initializer,
    'batch-norm': RUN_OPTIONS['batch-norm'],
    out: { ...RUN_OPTIONS.out, describe: 'Folder for the model', demandOption: true },
    ...JSON_OPTION,
  },
  examples: [
    ['randomize model --stage full --out random', 'Everything random'],
    ['randomize model --stage fc1 --draw 3 --seed 7 --out random', 'From the output down to fc1'],
  ],
  async run({ model: path, ...args }, io) {
    const config = configFromArguments(args);
    const { orders, seed, layers, group, initializer, batchNorm, out } = config;
    const folder = located(io, out!);
    const draw = wholeNumber(args, 'draw');
    if (orders && orders.length > 1) {
      throw new InputError({ thing: '--order', expected: 'one order', found: orders.join(',') });
    }
    await requireWritable(folder, '--out');

    const { loadModel } = await import('../../model/load.ts');
    const { modelOptions } = await import('../../harness/prepare/model-options.ts');
    const { writeModel } = await import('../../model/write.ts');
    const { randomize: randomizeWeights } = await import('../../randomize/randomize.ts');
    const model = await loadModel(located(io, String(path)), await modelOptions(config, io.cwd));
    const stage = String(args.stage);
    const order = orders?.[0];
    const options = { stage, order, draw, seed, layers, group, initializer, batchNorm };
    const { weights, layers: random, coverage } = randomizeWeights(model, options);
    const files = (await writeModel(model, weights, folder)).map((file) => relative(io.cwd, file));
    if (args.json) printJson(io, { files, stage, layers: random, coverage });
    else {
      const share = `${(100 * coverage).toFixed(coverage === 1 ? 0 : 1)} % of the parameters`;
      print(
        io,
        `${oneLine(`Random: ${random.join(', ')} (${share})`)}\n${oneLine(`Written: ${files.join(', ')}`)}`,
      );
    }
    return EXIT.ok;
  },
};

function wholeNumber(args: Arguments, name: string): number | undefined {
  const value = args[name];
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 0)) {
    return value as number | undefined;
  }
  throw new InputError({ thing: `--${name}`, expected: 'a whole number, 0 or more', found: String(value) });
}
