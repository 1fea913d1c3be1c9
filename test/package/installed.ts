import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const require = createRequire(import.meta.url);

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end, as a user would: without the environment that this vitest gives its workers. */
export function runIn(cwd: string, program: string, ...argv: string[]): Ended {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$|npm_)/.test(name)),
  );
  const { status, stdout, stderr } = spawnSync(program, argv, {
    cwd,
    env: { ...env, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

/** Runs a program that a package brought along. */
export function runBinary(cwd: string, name: string, ...argv: string[]): Ended {
  return runIn(cwd, join(cwd, 'node_modules', '.bin', name), ...argv);
}

export interface Packed {
  readonly tarball: string;
  readonly files: readonly string[];
  /** Bytes of the tarball. */
  readonly size: number;
}

/**
 * The package in a new folder: the tarball that the environment variable TARBALL names, as one that was packed from a fresh
 * clone, else one that is packed here. The repository's own settings have to see to it that it is built.
 */
export async function packPackage(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'saliency-pack-'));
  const given = process.env.TARBALL;
  if (given) await cp(given, join(folder, basename(given)));
  else {
    const { code, output } = runIn(ROOT, 'npm', 'pack', '--pack-destination', folder);
    if (code !== 0) throw new Error(`npm pack failed\n${output}`);
  }
  const [name] = await readdir(folder);
  const tarball = join(folder, name);
  const { code, output } = runIn(folder, 'tar', '-tzf', name);
  if (code !== 0) throw new Error(`tar failed\n${output}`);
  const files = output
    .trimEnd()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  return { tarball, files, size: (await stat(tarball)).size };
}

/** A new project of nothing but a package.json. */
export async function emptyProject(): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'saliency-user-'));
  await writeFile(join(project, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
  return project;
}

/** A new project that has the packed package, and what else of this project's own packages is named. */
export async function installPackage(tarball: string, others: readonly string[]): Promise<string> {
  const project = await emptyProject();
  const versions = others.map((name) => `${name}@${require(`${name}/package.json`).version}`);
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const { code, output } = runIn(project, 'npm', 'install', ...quiet, tarball, ...versions);
  if (code !== 0) throw new Error(`npm install failed\n${output}`);
  return project;
}
