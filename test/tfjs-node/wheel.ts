import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../src/errors.ts';
import { ROOT, requireProgram } from './programs.ts';

const VERSION = '2.21.0';
const CACHE = join(ROOT, '.cache');

/** What the binding is built with and linked to: libraries and headers. */
const PARTS = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', 'include'];

/** For x64 there is a wheel without CUDA; for other processors only one wheel. */
const NAME = process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';

/** The wheel is unpacked and never imported, so one for another Python than the present one is as good. */
const PYTHONS = [[], ['--python-version', '3.12']];

function unpack(target: string): void {
  const options = ['--no-deps', '--only-binary=:all:', '--no-compile', '--retries', '1', '--quiet'];
  const expected = `pip to find the wheel ${NAME}==${VERSION}`;
  let failure: unknown;
  for (const python of PYTHONS) {
    try {
      const argv = ['-m', 'pip', 'install', ...options, ...python, '--target', target, `${NAME}==${VERSION}`];
      requireProgram('python3', argv, expected);
      return;
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

/**
 * TensorFlow's C library as the Python wheel brings it, in an ignored folder of the checkout that `npm ci` leaves alone.
 * Resolves to the folder. Throws InputError where there is no python3, no pip or no wheel for this machine.
 */
export async function tensorflowLibrary(): Promise<string> {
  const folder = join(CACHE, `tensorflow-${VERSION}`);
  if (existsSync(folder)) return folder;
  if (process.platform !== 'linux') {
    const expected = 'Linux, whose wheel holds the libraries that are linked here';
    throw new InputError({ thing: 'tfjs-node', expected, found: process.platform });
  }
  await mkdir(CACHE, { recursive: true });
  const temporary = await mkdtemp(join(CACHE, 'wheel-'));
  try {
    unpack(temporary);
    // The rest, Python's own part of TensorFlow, is half a gigabyte.
    const kept = join(temporary, 'kept');
    await mkdir(kept);
    for (const part of PARTS) await rename(join(temporary, 'tensorflow', part), join(kept, part));
    await rename(kept, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}
