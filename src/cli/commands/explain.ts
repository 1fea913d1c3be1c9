import { join } from 'node:path';
import type { Maps } from '../../attribution/maps.ts';
import type { ExplainConfig } from '../../config/config.ts';
import { writeWholeFile } from '../../disk/whole-file.ts';
import { encodeNpy } from '../../inputs/npy.ts';
import { drawnPlane, isDrawable } from '../../report/map-plane.ts';
import { oneLine } from '../../report/text-layout.ts';
import { configFromArguments } from '../arguments.ts';
import type { Command, Io } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { CONFIG_OPTION, EXPLAIN_OPTIONS, JSON_OPTION, QUIET_OPTION, RUN_OPTIONS } from '../options.ts';
import { located, printJson, requireWritableFolder } from '../output.ts';
import { progressView } from '../progress.ts';
import { configOf } from '../run-config.ts';
import { print, tell } from '../tell.ts';

const DEFAULT_OUT = join('reports', 'maps');

export const explain: Command = {
  name: 'explain',
  summary: 'Write the maps of a model, as .npy files and pictures',
  options: {
    ...CONFIG_OPTION,
    ...EXPLAIN_OPTIONS,
    out: { ...RUN_OPTIONS.out, describe: `Folder for the maps (${DEFAULT_OUT})` },
    ...QUIET_OPTION,
    ...JSON_OPTION,
  },
  examples: [['explain --model model --inputs images --methods grad-cam --out maps', 'maps/grad-cam.npy']],
  async run(args, io) {
    // A run's report folder, which a configuration may name, is not the place for these files.
    const out = configFromArguments(args).out ?? DEFAULT_OUT;
    const config = await configOf(args, io);
    await requireWritableFolder('--out', located(io, out));
    const { maps, inputs, predicted, targets, notices } = await computeMaps(
      config,
      config.quiet ?? false,
      io,
    );
    tell(io, ...notices.map(({ message }) => message));

    const files: string[] = [];
    for (const [method, made] of Object.entries(maps)) {
      files.push(join(out, `${method}.npy`), ...(await writePictures(method, made, out, io)));
      const bytes = encodeNpy([made.count, ...made.shape], made.values);
      await writeWholeFile(located(io, join(out, `${method}.npy`)), bytes);
    }
    if (args.json) {
      const explained = inputs.ids.map((id, i) => ({ id, predicted: predicted[i], target: targets[i] }));
      printJson(io, { inputs: explained, files, notices });
    } else {
      const names = Object.keys(maps).join(', ');
      print(io, oneLine(`Written to ${out}: ${inputs.ids.length} maps each of ${names}, as .npy and .png`));
    }
    return EXIT.ok;
  },
};

async function computeMaps(config: ExplainConfig, quiet: boolean, io: Io) {
  const { explain: computed } = await import('../../explain.ts');
  const progress = progressView(io, quiet);
  try {
    return await computed(config, { onProgress: progress.update, signal: io.signal, cwd: io.cwd });
  } finally {
    progress.stop();
  }
}

/** `<method>-<index>.png` of every map: blue negative, red positive, each scaled by itself. */
async function writePictures(method: string, maps: Maps, out: string, io: Io): Promise<string[]> {
  if (maps.shape.length < 2 || !isDrawable(maps.shape)) return [];
  const { mapPicture } = await import('../../report/picture.ts');
  const size = maps.values.length / maps.count;
  const digits = String(maps.count - 1).length;
  const files: string[] = [];
  for (let i = 0; i < maps.count; i++) {
    const plane = drawnPlane(maps.values.subarray(i * size, (i + 1) * size), maps.shape, 'signed');
    const [, png] = (await mapPicture(plane, 'signed')).split(',');
    const file = join(out, `${method}-${String(i).padStart(digits, '0')}.png`);
    await writeWholeFile(located(io, file), Buffer.from(png, 'base64'));
    files.push(file);
  }
  return files;
}
