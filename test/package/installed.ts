import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Builds and packs the package into a new folder. */
export async function packPackage(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'saliency-pack-'));
  // What an earlier build left must not be packed, and npm may be configured to run no scripts.
  await rm(join(ROOT, 'dist'), { recursive: true, force: true });
  const built = runIn(ROOT, 'npm', 'run', 'build');
  if (built.code !== 0) throw new Error(`the build failed\n${built.output}`);
  const argv = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout, stderr, status } = spawnSync('npm', argv, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm pack failed\n${stdout}${stderr}`);
  const [{ filename, files, size }] = JSON.parse(stdout);
  const paths = files.map(({ path }: { path: string }) => path);
  return { tarball: join(folder, filename), files: paths, size };
}

/** A new project that has the packed package, and what else of this project's own packages is named. */
export async function installPackage(tarball: string, others: readonly string[]): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'saliency-user-'));
  await writeFile(join(project, 'package.json'), '{ "name": "user", "private": true, "type": "module" }\n');
  const versions = others.map((name) => `${name}@${require(`${name}/package.json`).version}`);
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const { code, output } = runIn(project, 'npm', 'install', ...quiet, tarball, ...versions);
  if (code !== 0) throw new Error(`npm install failed\n${output}`);
  return project;
}
