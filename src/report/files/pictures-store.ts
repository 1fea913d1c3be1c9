import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { faultWords } from '../../disk/fault-words.ts';
import { InputError } from '../../errors.ts';
import { encodeNpy, readNpy } from '../../inputs/npy.ts';
import { parseJson } from '../../json.ts';
import type { CheckPictures, Pictures } from '../../results/pictures.ts';

const FOLDER = 'maps';
const INDEX = `${FOLDER}/index.json`;
const SCHEMA = 'saliency-sanity/maps@1';

// File names are numbers of this module's own, so that an index cannot lead out of its folder.
const FILE = /^(inputs|regions|check-\d{1,6}(-inputs)?)\.npy$/;
const file = z.string().regex(FILE);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const shape = z.array(z.number().int().positive()).min(1).max(8);
const indexSchema = z.object({
  schema: z.literal(SCHEMA),
  // Of `inputs` and `checks` as JSON without white space.
  sha256,
  inputs: z.object({
    ...{ file, sha256, ids: z.array(z.string()), shape },
    regions: z.object({ file, sha256 }).optional(),
  }),
  checks: z.array(
    z.object({
      file,
      sha256,
      method: z.string(),
      order: z.string(),
      stages: z.array(z.string()),
      shape,
      // What the maps explain, where that is shown.
      inputs: z.object({ file, sha256 }).optional(),
      captions: z.array(z.array(z.string())).optional(),
      outlined: z.literal(true).optional(),
      scores: z.record(z.string(), z.array(z.number().nullable())),
    }),
  ),
});

/** Whether a name in the folder of the maps is one that this module gives. */
export const isMapFile = (name: string): boolean => FILE.test(name) || `${FOLDER}/${name}` === INDEX;

/** The pictures of a run as files, by path within the report's folder: `maps/index.json` and float32 .npy arrays. */
export function encodePictures(pictures: Pictures): Map<string, Uint8Array> {
  const { inputs, checks } = pictures;
  const files = new Map<string, Uint8Array>();
  const store = (name: string, extents: readonly number[], values: Float32Array) => {
    const bytes = encodeNpy(extents, values);
    files.set(`${FOLDER}/${name}`, bytes);
    return { file: name, sha256: hashOf(bytes) };
  };
  const shown = store('inputs.npy', [inputs.ids.length, ...inputs.shape], inputs.values);
  const entries = checks.map(({ values, inputs: own, ...rest }, index) => {
    const count = [rest.stages.length, inputs.ids.length];
    const explained = own && store(`check-${index + 1}-inputs.npy`, [...count, ...inputs.shape], own);
    return {
      ...store(`check-${index + 1}.npy`, [...count, ...rest.shape], values),
      ...rest,
      ...(explained && { inputs: explained }),
    };
  });
  const { regions } = inputs;
  const outlines = regions && store('regions.npy', [inputs.ids.length, ...inputs.shape.slice(0, 2)], regions);
  const known = { ...shown, ids: inputs.ids, shape: inputs.shape };
  const content = {
    inputs: { ...known, ...(outlines && { regions: outlines }) },
    checks: entries,
  };
  const index = { schema: SCHEMA, sha256: hashOf(JSON.stringify(content, finiteOrNull)), ...content };
  files.set(INDEX, Buffer.from(`${JSON.stringify(index, finiteOrNull, 2)}\n`));
  return files;
}

/**
 * The pictures that a run left in its report folder.
 * @throws InputError where the folder holds none, they do not fit their index, or any of it was changed.
 */
export async function readPictures(directory: string): Promise<Pictures> {
  const thing = join(directory, INDEX);
  const text = await readFile(thing, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const hint = 'Give the --out folder of a finished run.';
    throw new InputError({ thing, expected: 'the maps of a run', found: faultWords(error), hint });
  });
  const json = parsed(text, thing);
  const index = indexSchema.safeParse(json);
  if (!index.success) {
    const [issue] = index.error.issues;
    const found = `${issue.message} at ${issue.path.join('.') || 'its top'}`;
    throw new InputError({ thing, expected: `an index of schema ${SCHEMA}`, found });
  }
  const { inputs, checks } = index.data;
  const content = json as { inputs: unknown; checks: unknown };
  const written = JSON.stringify({ inputs: content.inputs, checks: content.checks });
  if (hashOf(written) !== index.data.sha256) throw changed(thing);
  const count = inputs.ids.length;
  const read = async (stored: { file: string; sha256: string }, expected: readonly number[]) => {
    const path = join(directory, FOLDER, stored.file);
    const array = await readNpy(path);
    if (array.shape.join() !== expected.join()) {
      throw new InputError({ thing: path, expected: `shape [${expected}]`, found: `[${array.shape}]` });
    }
    if (hashOf(encodeNpy(array.shape, array.values)) !== stored.sha256) throw changed(path);
    return array.values;
  };
  const readCheck = async (stored: (typeof checks)[number]): Promise<CheckPictures> => {
    const { file: _file, sha256: _sha256, inputs: explained, ...check } = stored;
    const values = await read(stored, [check.stages.length, count, ...check.shape]);
    for (const [metric, scores] of Object.entries(check.scores)) {
      if (scores.length === check.stages.length * count) continue;
      const expected = `${check.stages.length * count} scores of ${metric} for ${check.method}`;
      throw new InputError({ thing, expected, found: `${scores.length}` });
    }
    const own = explained && (await read(explained, [check.stages.length, count, ...inputs.shape]));
    return { ...check, values, ...(own && { inputs: own }) };
  };
  return {
    inputs: {
      ids: inputs.ids,
      shape: inputs.shape,
      values: await read(inputs, [count, ...inputs.shape]),
      ...(inputs.regions && {
        regions: await read(inputs.regions, [count, ...inputs.shape.slice(0, 2)]),
      }),
    },
    checks: await Promise.all(checks.map(readCheck)),
  };
}

function changed(thing: string): InputError {
  return new InputError({
    thing,
    expected: 'the file that the run wrote',
    found: 'one that was changed since: its checksum differs',
    hint: 'Run the checks again.',
  });
}

const hashOf = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

function parsed(text: string, thing: string): unknown {
  try {
    return parseJson(text, thing);
  } catch (error) {
    if (error instanceof InputError) throw error;
    return undefined;
  }
}

function finiteOrNull(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
