import type { Command } from '../command.ts';
import { commandText } from '../command-text.ts';
import { exitCodeOf } from '../exit-code.ts';
import { CONFIG_OPTION, JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { performRun, printReport } from '../perform-run.ts';
import { configOf } from '../run-config.ts';

const options = { ...CONFIG_OPTION, ...RUN_OPTIONS, ...JSON_OPTION };

export const run: Command = {
  name: 'run',
  summary: 'Check the explanations of a model',
  options,
  examples: [
    ['run', 'As saliency-sanity.config.* in this folder says'],
    ['run --model model --inputs images --out report', 'Without a configuration'],
    ['run --methods gradient,grad-cam --draws 10 --json', 'Two methods, report on stdout'],
  ],
  async run(args, io) {
    const config = await configOf(args, io);
    const report = await performRun(config, commandText('run', args, Object.keys(options)), io);
    printReport(report, args.json ? 'json' : (config.reporter ?? 'terminal'), config.out, io);
    return exitCodeOf(report.summary, config.allowInconclusive);
  },
};
