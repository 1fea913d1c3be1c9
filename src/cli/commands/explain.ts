import { join } from 'node:path';
import type { Maps } from '../../attribution/maps.ts';
import type { ExplainConfig } from '../../config/config.ts';
import { withPlace } from '../../config/origin.ts';
import { requireWritable } from '../../disk/require-writable.ts';
import { writeWholeFile } from '../../disk/whole-file.ts';
import { encodeNpy } from '../../inputs/npy.ts';
import { drawnPlane, isDrawable } from '../../report/figures/map-plane.ts';
import { oneLine } from '../../report/wording/text-layout.ts';
import { VERSION } from '../../version.ts';
import { configFromArguments } from '../arguments.ts';
import type { Command, Io } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { CONFIG_OPTION, EXPLAIN_OPTIONS, JSON_OPTION, QUIET_OPTION, RUN_OPTIONS } from '../options.ts';
import { located, printJson } from '../output.ts';
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
    await requireWritable(located(io, out), '--out');
    const made = await computeMaps(config, config.quiet ?? false, io);
    tell(io, ...made.notices.map(({ message }) => message));

    const { maps, inputs, predicted, targets, skipped, notices } = made;
    const { mapsFile, mapsIndex } = await import('../../report/files/maps-index.ts');
    const files: string[] = [];
    const write = async (name: string, content: Uint8Array | string) => {
      await writeWholeFile(located(io, join(out, name)), content);
      files.push(join(out, name));
    };
    const pictures: Record<string, string[]> = {};
    for (const [method, { count, shape, values }] of Object.entries(maps)) {
      await write(mapsFile(method), encodeNpy([count, ...shape], values));
      pictures[method] = [];
      for await (const [name, png] of mapPictures(method, maps[method])) {
        await write(name, png);
        pictures[method].push(name);
      }
    }
    // Last, so that an index names only what is there.
    const index = mapsIndex({ ...made, version: VERSION, pictures });
    await write('index.json', `${JSON.stringify(index, null, 2)}\n`);
    if (args.json) {
      const explained = inputs.ids.map((id, i) => ({ id, predicted: predicted[i], target: targets[i] }));
      printJson(io, { inputs: explained, files, skipped, notices });
    } else {
      const names = Object.keys(maps).join(', ');
      const { length } = inputs.ids;
      const text = `${length === 1 ? '1 map' : `${length} maps`} each of ${names}, as .npy and .png, with index.json`;
      print(io, oneLine(`Written to ${out}: ${text}`));
    }
    return skipped.some(({ named }) => named) ? EXIT.inconclusive : EXIT.ok;
  },
};

async function computeMaps(config: ExplainConfig, quiet: boolean, io: Io) {
  const { explain: computed } = await import('../../explain.ts');
  const progress = progressView(io, quiet);
  try {
    return await computed(config, { onProgress: progress.update, signal: io.signal, cwd: io.cwd });
  } catch (error) {
    throw withPlace(error, config);
  } finally {
    progress.stop();
  }
}

/** `<method>-<index>.png` of every map: blue negative, red positive, each scaled by itself. */
async function* mapPictures(method: string, maps: Maps): AsyncGenerator<[name: string, png: Uint8Array]> {
  if (maps.shape.length < 2 || !isDrawable(maps.shape)) return;
  const { mapPng } = await import('../../report/figures/picture.ts');
  const size = maps.values.length / maps.count;
  const digits = String(maps.count - 1).length;
  for (let i = 0; i < maps.count; i++) {
    const plane = drawnPlane(maps.values.subarray(i * size, (i + 1) * size), maps.shape, 'signed');
    yield [`${method}-${String(i).padStart(digits, '0')}.png`, await mapPng(plane, 'signed')];
  }
}
