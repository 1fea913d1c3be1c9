import { access, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../disk/make-folder.ts';
import { requireWritable } from '../../disk/require-writable.ts';
import { writeFault } from '../../disk/write-fault.ts';
import { InputError } from '../../errors.ts';
import { wrap } from '../../report/wording/text-layout.ts';
import type { Command, Io } from '../command.ts';
import { PROGRAM } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { INSTALL_LINE } from '../install-line.ts';
import { JSON_OPTION } from '../options.ts';
import { located, printJson } from '../output.ts';
import { checkFile, configFile, vitestFile } from '../templates.ts';

const CONFIG = `${PROGRAM}.config.ts`;
const CHECK = join('checks', 'saliency.test.ts');
// `.mts` is a module whatever the project's package.json says of its files.
const VITEST = join('checks', 'vitest.config.mts');

export const init: Command = {
  name: 'init',
  summary: 'Write a configuration and a vitest file into this folder',
  options: {
    model: { describe: 'model.json or the folder that holds it', type: 'string', requiresArg: true },
    inputs: { describe: 'Folder of images, or a .npy file', type: 'string', requiresArg: true },
    ...JSON_OPTION,
  },
  examples: [['init --model model --inputs images', `${CONFIG} and a vitest suite`]],
  async run(args, io) {
    const files = {
      [CONFIG]: configFile(String(args.model ?? 'model'), String(args.inputs ?? 'images')),
      [CHECK]: checkFile(),
      [VITEST]: vitestFile(),
    };
    for (const path of Object.keys(files)) await requireAbsent(path, io);
    await requireWritable(located(io, '.'), 'this folder');
    for (const [path, text] of Object.entries(files)) {
      makeFolder(dirname(join(io.cwd, path)));
      await writeFile(join(io.cwd, path), text, { flag: 'wx' }).catch((error: unknown) => {
        throw writeFault(path, error) ?? error;
      });
    }
    if (args.json) printJson(io, { written: Object.keys(files) });
    else io.stdout.write(nextSteps(args.model === undefined || args.inputs === undefined));
    return EXIT.ok;
  },
};

async function requireAbsent(path: string, io: Io): Promise<void> {
  const there = await access(join(io.cwd, path)).then(
    () => true,
    () => false,
  );
  if (!there) return;
  throw new InputError({
    thing: path,
    expected: 'no such file yet',
    found: 'one that is there',
    hint: 'Nothing was written. Move it away to start afresh.',
  });
}

/** `unnamed`: model or inputs stand in the configuration as examples. */
function nextSteps(unnamed: boolean): string {
  const first = unnamed ? 'model, inputs, preprocess' : 'preprocess';
  const steps = [
    [`edit ${CONFIG}`, first],
    [`npx ${PROGRAM} run --quick`, 'a first look'],
    [`npx ${PROGRAM} run`, 'verdicts, report, figures'],
    [`npx vitest run --config ${VITEST}`, 'the same as a test suite'],
  ];
  const width = Math.max(...steps.map(([what]) => what.length));
  return [
    ...wrap(`Written: ${CONFIG}, ${CHECK}, ${VITEST}`, 80),
    '',
    'Next:',
    ...steps.map(([what, why], at) => `  ${at + 1}. ${what.padEnd(width)}  ${why}`),
    '',
    `Installed by: ${INSTALL_LINE}`,
    'In a pipeline: npm ci --ignore-scripts',
    'No dependency needs an install script, and the one of onnxruntime-node fails',
    'without the internet.',
    '',
  ].join('\n');
}
