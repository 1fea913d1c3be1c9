import type { Command } from '../command.ts';
import { repetition, resumption } from '../command-text.ts';
import { exitCodeOf } from '../exit-code.ts';
import { CONFIG_OPTION, JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { performRun } from '../perform-run.ts';
import { configOf } from '../run-config.ts';
import { reportersOf, tellReport } from '../tell-report.ts';

const options = { ...CONFIG_OPTION, ...RUN_OPTIONS, ...JSON_OPTION };

export const run: Command = {
  name: 'run',
  summary: 'Check the explanations of a model',
  options,
  examples: [
    ['run', 'As saliency-sanity.config.* in this folder says'],
    ['run --model model --inputs images --out report', 'Without a configuration'],
    ['run --methods gradient,grad-cam --draws 10 --json', 'Two methods, report on stdout'],
    ['run --reporter terminal,github,junit=junit.xml', 'In a pipeline'],
  ],
  async run(args, io) {
    const config = await configOf(args, io);
    const reporters = await reportersOf(config, args.json === true, io);
    const names = Object.keys(options);
    const lines = { repeat: repetition('run', args, names), resume: resumption('run', args, names) };
    const report = await performRun(config, lines, io);
    await tellReport(report, reporters, config.out, io);
    return exitCodeOf(report, config.allowInconclusive);
  },
};
