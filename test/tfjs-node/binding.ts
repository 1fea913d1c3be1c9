import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ROOT, requireProgram } from './programs.ts';

const MODULES = join(ROOT, 'node_modules');
const PACKAGE = join(MODULES, '@tensorflow', 'tfjs-node');
/** Headers of Node's stable interface for addons. A binding that is built with them loads in every Node since 12. */
const HEADERS = 'node-api-headers@1.9.0';
const NODE_API = 8;
const FOLDER = join(PACKAGE, 'lib', `napi-v${NODE_API}`);
/** What the package loads: a part that loads the one behind it without a word. */
const LOADED = join(FOLDER, 'tfjs_binding.node');
const BEHIND = join(FOLDER, 'tfjs_tensorflow.node');
const QUIET = join(ROOT, 'test', 'tfjs-node', 'quiet.cc');

/**
 * The package beside the project's one copy of tfjs-core, of the same version, and the headers to build it with; package.json
 * and its lock stay as they are. The install script of the package would download a library. Throws InputError where npm
 * is missing or fails.
 */
export async function installPackage(): Promise<void> {
  if (existsSync(PACKAGE) && existsSync(join(MODULES, 'node-api-headers'))) return;
  const core = JSON.parse(await readFile(join(MODULES, '@tensorflow', 'tfjs-core', 'package.json'), 'utf8'));
  // Without --save-dev npm takes an optional peer for what need not be there, and says that all is up to date.
  const options = [
    '--no-save',
    '--save-dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  ];
  const wanted = [`@tensorflow/tfjs-node@${core.version}`, HEADERS];
  requireProgram('npm', ['install', ...options, ...wanted], `npm to install ${wanted.join(' and ')}`);
}

export const isBuilt = (): boolean => existsSync(LOADED) && existsSync(BEHIND);

/**
 * Builds the native part of tfjs-node, linked to the libraries in `tensorflow`, and the part that loads it. It finds them by a
 * relative path, so that the checkout may be moved. Throws InputError where the compiler is missing or fails.
 */
export async function buildBinding(tensorflow: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const sources = join(PACKAGE, 'binding');
  await compile(
    BEHIND,
    [join(tensorflow, 'include'), sources],
    ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(sources, file)),
    [
      ...[`-L${tensorflow}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
      `-Wl,-rpath,$ORIGIN/${relative(FOLDER, tensorflow)}`,
    ],
  );
  await compile(LOADED, [], [QUIET], ['-ldl']);
}

async function compile(
  target: string,
  includes: readonly string[],
  sources: readonly string[],
  link: readonly string[],
): Promise<void> {
  const unfinished = `${target}.unfinished`;
  const argv = [
    ...['-std=c++17', '-O2', '-w', '-fPIC', '-shared', `-DNAPI_VERSION=${NODE_API}`],
    ...[join(MODULES, 'node-api-headers', 'include'), ...includes].map((folder) => `-I${folder}`),
    ...[...sources, '-o', unfinished, ...link],
  ];
  requireProgram(process.env.CXX ?? 'g++', argv, 'a C++17 compiler (CXX, or g++) to build its native part');
  await rename(unfinished, target);
}
