import { join } from 'node:path';
import { findCheck } from '../../checks/registry.ts';
import { trains } from '../../checks/training.ts';
import { mergeConfig } from '../../config/load.ts';
import { addsToLog, type ReporterChoice } from '../../config/options/reporters.ts';
import type { PartialConfig } from '../../config/schema.ts';
import { InputError } from '../../errors.ts';
import { selectChecks } from '../../harness/prepare/select-checks.ts';
import { configFromArguments } from '../arguments.ts';
import type { Arguments, Command, Io } from '../command.ts';
import { repetition, resumption } from '../command-text.ts';
import { demoTraining } from '../demo-training.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { NETWORKS } from '../networks.ts';
import { JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { packagePath } from '../package-root.ts';
import { performRun } from '../perform-run.ts';
import { tell } from '../tell.ts';
import { reportersOf, tellReport } from '../tell-report.ts';

const {
  model: _model,
  inputs: _inputs,
  labels: _labels,
  'train-data': _data,
  'train-labels': _trainLabels,
  ...adjustable
} = RUN_OPTIONS;
const options = {
  network: {
    describe: `Network: ${Object.keys(NETWORKS).join(', ')} (digits; for checks that train networks all that can be trained)`,
    type: 'string',
    requiresArg: true,
  },
  ...adjustable,
  ...JSON_OPTION,
} as const;

export const demo: Command = {
  name: 'demo',
  summary: 'Run the checks on a small digits network that is part of the package',
  options,
  examples: [
    ['demo', 'Verdicts and figures of the methods of the paper, in reports/demo'],
    ['demo --methods gradient,guided-backprop --draws 3', 'Less of it'],
    ['demo --checks labels', 'Against networks that learnt random labels'],
  ],
  async run(args, io) {
    const chosen = configFromArguments(args);
    const names = networksOf(args.network, hasToTrain(chosen));
    for (const name of names) await demonstrate(name, names.length > 1, args, io);
    return EXIT.ok;
  },
};

/** Runs the checks on one network; where it is one of several, in a folder of its own. */
async function demonstrate(name: string, several: boolean, args: Arguments, io: Io): Promise<void> {
  const network = NETWORKS[name];
  const chosen = configFromArguments(args);
  const out = chosen.out ?? join('reports', 'demo');
  const config = mergeConfig([
    {
      model: packagePath(network.model, io.cwd),
      inputs: packagePath(network.inputs, io.cwd),
      ...(network.trainingData !== null && checksOf(chosen).some(({ name }) => trains(findCheck(name)))
        ? { training: await demoTraining(network.trainingData) }
        : {}),
    },
    { ...chosen, out: several ? join(out, name) : out },
  ]);
  const reporters = await reportersOf(config, args.json === true, io);
  requireLogs(reporters, several);
  const say = (message: string) => {
    if (!config.quiet) tell(io, message);
  };
  const names = Object.keys(options);
  const given = several ? { ...args, network: name } : args;
  // Networks that are done come back at once, so that the whole command goes on.
  const lines = {
    repeat: repetition('demo', given, names),
    resume: resumption('demo', args, names),
  };
  const report = await performRun(config, lines, io);
  await tellReport(report, reporters, config.out, io);
  const code = exitCodeOf(report, config.allowInconclusive);
  say(`The demo shows failing methods on purpose and exits with 0; \`run\` would have exited with ${code}.`);
}

/** A document tells of one run. */
function requireLogs(reporters: readonly ReporterChoice[], several: boolean): void {
  if (!several || reporters.every(addsToLog)) return;
  throw new InputError({
    thing: '--network',
    expected: `one of ${namesOf(true).join(', ')}, for a report of one run`,
    found: 'nothing, which stands for all of them',
  });
}

const checksOf = ({ orders }: PartialConfig) => selectChecks(orders ?? []);

/** Whether a check is named that trains networks. A profile goes without, and so does what other networks are given for. */
const hasToTrain = (chosen: PartialConfig): boolean =>
  checksOf(chosen).some(({ name, profile }) => {
    const { needs } = findCheck(name);
    return profile === null && trains({ needs }) && !(needs.networks && chosen.replica !== undefined);
  });

function namesOf(trained: boolean): string[] {
  return Object.keys(NETWORKS).filter((name) => !trained || NETWORKS[name].trainingData !== null);
}

function networksOf(name: unknown, trained: boolean): string[] {
  const known = namesOf(trained);
  if (name === undefined) return trained ? known : ['digits'];
  const chosen = String(name);
  if (known.includes(chosen)) return [chosen];
  throw new InputError({
    thing: '--network',
    expected: `one of ${known.join(', ')}${trained ? ', for checks that train networks' : ''}`,
    found: chosen,
  });
}
