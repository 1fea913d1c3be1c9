import { join } from 'node:path';
import { mergeConfig } from '../../config/load.ts';
import { InputError } from '../../errors.ts';
import { configFromArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { commandText } from '../command-text.ts';
import { EXIT, exitCodeOf } from '../exit-code.ts';
import { type BundledNetwork, NETWORKS } from '../networks.ts';
import { JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { packagePath } from '../package-root.ts';
import { performRun } from '../perform-run.ts';
import { reportersOf, tellReport } from '../tell-report.ts';

const { model: _model, inputs: _inputs, labels: _labels, ...adjustable } = RUN_OPTIONS;
const options = {
  network: {
    describe: `Network: ${Object.keys(NETWORKS).join(', ')} (digits)`,
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
  ],
  async run(args, io) {
    const network = networkOf(args.network);
    const chosen = configFromArguments(args);
    const config = mergeConfig([
      {
        model: packagePath(network.model, io.cwd),
        inputs: packagePath(network.inputs, io.cwd),
        methods: await demoMethods(network),
        out: join('reports', 'demo'),
      },
      chosen,
    ]);
    const reporters = await reportersOf(config, args.json === true, io);
    const tell = (message: string) => {
      if (!config.quiet) io.stderr.write(`${message}\n`);
    };
    if (chosen.methods === undefined) {
      for (const { method, reason } of network.leftOut) tell(`${method} is left out: ${reason}.`);
    }
    const report = await performRun(config, commandText('demo', args, Object.keys(options)), io);
    await tellReport(report, reporters, config.out, io);
    const code = exitCodeOf(report, config.allowInconclusive);
    tell(
      `The demo shows failing methods on purpose and exits with 0; \`run\` would have exited with ${code}.`,
    );
    return EXIT.ok;
  },
};

function networkOf(name: unknown): BundledNetwork {
  const chosen = name === undefined ? 'digits' : String(name);
  if (Object.hasOwn(NETWORKS, chosen)) return NETWORKS[chosen];
  throw new InputError({
    thing: '--network',
    expected: `one of ${Object.keys(NETWORKS).join(', ')}`,
    found: chosen,
  });
}

async function demoMethods({ leftOut }: BundledNetwork): Promise<string[]> {
  const { METHOD_SETS } = await import('../../attribution/registry.ts');
  return METHOD_SETS.paper.filter((name) => !leftOut.some(({ method }) => method === name));
}
