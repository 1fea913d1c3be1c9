import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../errors.ts';
import type { CheckPictures, Pictures } from '../harness/pictures.ts';
import { encodeNpy, readNpy } from '../inputs/npy.ts';
import { parseJson } from '../json.ts';

const FOLDER = 'maps';
const INDEX = `${FOLDER}/index.json`;
const SCHEMA = 'saliency-sanity/maps@1';

// File names are numbers of this module's own, so that an index cannot lead out of its folder.
const file = z.string().regex(/^(inputs|check-\d{1,6})\.npy$/);
const shape = z.array(z.number().int().positive()).min(1).max(8);
const indexSchema = z.object({
  schema: z.literal(SCHEMA),
  inputs: z.object({ file, ids: z.array(z.string()), shape }),
  checks: z.array(
    z.object({
      file,
      method: z.string(),
      order: z.string(),
      stages: z.array(z.string()),
      shape,
      scores: z.record(z.string(), z.array(z.number().nullable())),
    }),
  ),
});

/** The pictures of a run as files, by path within the report's folder: `maps/index.json` and float32 .npy arrays. */
export function encodePictures(pictures: Pictures): Map<string, Uint8Array> {
  const { inputs, checks } = pictures;
  const files = new Map<string, Uint8Array>();
  files.set(`${FOLDER}/inputs.npy`, encodeNpy([inputs.ids.length, ...inputs.shape], inputs.values));
  const entries = checks.map(({ values, ...rest }, index) => {
    const name = `check-${index + 1}.npy`;
    files.set(`${FOLDER}/${name}`, encodeNpy([rest.stages.length, inputs.ids.length, ...rest.shape], values));
    return { file: name, ...rest };
  });
  const index = {
    schema: SCHEMA,
    inputs: { file: 'inputs.npy', ids: inputs.ids, shape: inputs.shape },
    checks: entries,
  };
  files.set(INDEX, Buffer.from(`${JSON.stringify(index, finiteOrNull, 2)}\n`));
  return files;
}

/**
 * The pictures that a run left in its report folder.
 * @throws InputError where the folder holds none, or they do not fit their index.
 */
export async function readPictures(directory: string): Promise<Pictures> {
  const thing = join(directory, INDEX);
  const text = await readFile(thing, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const hint = 'Give the --out folder of a finished run.';
    throw new InputError({ thing, expected: 'the maps of a run', found: error.code ?? 'no file', hint });
  });
  const index = indexSchema.safeParse(parsed(text, thing));
  if (!index.success) {
    const [issue] = index.error.issues;
    const found = `${issue.message} at ${issue.path.join('.') || 'its top'}`;
    throw new InputError({ thing, expected: `an index of schema ${SCHEMA}`, found });
  }
  const { inputs, checks } = index.data;
  const count = inputs.ids.length;
  const read = async (name: string, expected: readonly number[]) => {
    const path = join(directory, FOLDER, name);
    const array = await readNpy(path);
    if (array.shape.join() === expected.join()) return array.values;
    throw new InputError({ thing: path, expected: `shape [${expected}]`, found: `[${array.shape}]` });
  };
  const readCheck = async ({ file: name, ...check }: (typeof checks)[number]): Promise<CheckPictures> => {
    const values = await read(name, [check.stages.length, count, ...check.shape]);
    for (const [metric, scores] of Object.entries(check.scores)) {
      if (scores.length === check.stages.length * count) continue;
      const expected = `${check.stages.length * count} scores of ${metric} for ${check.method}`;
      throw new InputError({ thing, expected, found: `${scores.length}` });
    }
    return { ...check, values };
  };
  return {
    inputs: {
      ids: inputs.ids,
      shape: inputs.shape,
      values: await read(inputs.file, [count, ...inputs.shape]),
    },
    checks: await Promise.all(checks.map(readCheck)),
  };
}

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
