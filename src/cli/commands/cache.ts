import { relative } from 'node:path';
import { TRAINING_DEFAULTS } from '../../config/defaults.ts';
import { InputError } from '../../errors.ts';
import { oneLine } from '../../report/wording/text-layout.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { JSON_OPTION, RUN_OPTIONS } from '../options.ts';
import { located, printJson } from '../output.ts';
import { print } from '../tell.ts';

export const cache: Command = {
  name: 'cache',
  summary: 'List or delete the networks that runs have trained and keep',
  positionals: {
    action: { describe: 'What to do', type: 'string', choices: ['list', 'clear'], demandOption: true },
  },
  options: {
    cache: { ...RUN_OPTIONS.cache, describe: `Folder of trained networks (${TRAINING_DEFAULTS.cache})` },
    ...JSON_OPTION,
  },
  examples: [
    ['cache list', 'Every network with its size and age'],
    ['cache clear', 'Train anew next time'],
  ],
  async run({ action, ...args }, io) {
    if (args.cache === false) {
      throw new InputError({ thing: '--cache', expected: 'the path of a folder', found: 'none' });
    }
    const { clearTrained, listTrained } = await import('../../randomize/training/trained-weights.ts');
    const folder = located(io, String(args.cache ?? TRAINING_DEFAULTS.cache));
    const cleared = action === 'clear';
    const networks = await (cleared ? clearTrained(folder) : listTrained(folder));
    const shown = networks.map((network) => ({ ...network, path: relative(io.cwd, network.path) }));
    if (args.json) printJson(io, { cleared, networks: shown });
    else {
      for (const { path, finished, bytes, modified } of shown) {
        const state = finished ? 'trained' : 'unfinished';
        print(io, `${oneLine(path)}  ${state}  ${megabytes(bytes)} MB  ${modified.toISOString()}`);
      }
      const total = megabytes(networks.reduce((sum, { bytes }) => sum + bytes, 0));
      const count = `${networks.length} network${networks.length === 1 ? '' : 's'}, ${total} MB`;
      io.stdout.write(`${count}${cleared ? ', deleted' : ''}\n`);
    }
    return EXIT.ok;
  },
};

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
