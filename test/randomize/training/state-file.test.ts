import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../src/errors.ts';
import { readState, writeState } from '../../../src/randomize/training/state-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'state-'));
afterAll(() => rm(folder, { recursive: true }));

const state = {
  key: 'k',
  about: { accuracy: 0.5, history: [{ loss: 0.1 + 0.2 }], note: 'line\nbreak, ümlaut' },
  arrays: new Map([
    ['a', Float32Array.of(1.5, -0, 3e-41, 3.4e38)],
    ['empty', new Float32Array(0)],
    ['b', Float32Array.of(0.1)],
  ]),
};

describe('a state', () => {
  it('is read as it was written, in a folder that is made', async () => {
    const path = join(folder, 'new', 'state');
    await writeState(path, state);
    expect(await readState(path)).toEqual(state);
    expect(await readdir(join(folder, 'new'))).toEqual(['state']);
  });

  it('takes the place of the former one, or leaves it where writing fails', async () => {
    const path = join(folder, 'again');
    await writeState(path, state);
    await writeState(path, { ...state, key: 'later' });
    expect((await readState(path))?.key).toBe('later');
    const broken = { ...state, arrays: new Map([['a', null as unknown as Float32Array]]) };
    await expect(writeState(path, broken)).rejects.toThrow();
    expect((await readState(path))?.key).toBe('later');
  });

  it('is null where there is no file', async () => {
    expect(await readState(join(folder, 'none'))).toBeNull();
  });
});

it('is not read with any of its bytes changed', async () => {
  const path = join(folder, 'flipped');
  await writeState(path, state);
  const bytes = await readFile(path);
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] ^= 1;
    await writeFile(path, changed);
    await expect(readState(path), `byte ${at}`).rejects.toThrow(InputError);
  }
});

describe('a damaged file', () => {
  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['empty', () => new Uint8Array(0)],
    ['of another kind', () => Buffer.from('{"key": "k"}')],
    [
      'of an earlier format',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('state 2', 'state 1'), 'latin1'),
    ],
    ['cut off in the header', (bytes) => bytes.subarray(0, 60)],
    ['cut off in the arrays', (bytes) => bytes.subarray(0, -1)],
    ['too long', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
    ['with a changed value', (bytes) => bytes.fill(7, bytes.length - 2)],
    [
      'whose header holds another accuracy',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('"accuracy":0.5', '"accuracy":0.9'), 'latin1'),
    ],
    [
      'whose header claims other arrays',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('"a",4', '"a",-4'), 'latin1'),
    ],
    [
      'whose header is no object',
      (bytes) => Buffer.from(`${bytes.toString('latin1').split('\n')[0]}\nnull\n`, 'latin1'),
    ],
  ])('%s is refused', async (_, damage) => {
    const path = join(folder, 'damaged');
    await writeState(path, state);
    await writeFile(path, damage(await readFile(path)));
    const error = await readState(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message.replace(folder, '<folder>')).toMatchSnapshot();
  });
});
