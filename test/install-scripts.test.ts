import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../', import.meta.url);

interface Manifest {
  readonly gypfile?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}
interface Locked {
  readonly hasInstallScript?: boolean;
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };
/** Of the packages that the lock file names those that this platform has. */
const installed = Object.keys(packages).filter(
  (path) => path !== '' && existsSync(new URL(`${path}/package.json`, ROOT)),
);

/** Whether npm would run something of a package when it is installed. */
function runsAtInstall(path: string): boolean {
  const { gypfile, scripts = {} }: Manifest = read(`${path}/package.json`);
  const native = gypfile !== false && existsSync(new URL(`${path}/binding.gyp`, ROOT));
  return native || ['preinstall', 'install', 'postinstall'].some((name) => name in scripts);
}

test('every dependency that has an install script is denied it by package.json', () => {
  const names = installed.filter(runsAtInstall).map((path) => path.replace(/^.*node_modules\//, ''));
  const { allowScripts }: Manifest = read('package.json');
  expect(names).toEqual(['onnxruntime-node']);
  expect(allowScripts).toEqual(Object.fromEntries(names.map((name) => [name, false])));
});

test('package-lock.json marks none, so that an older npm runs none: delete the lines with hasInstallScript', () => {
  const marked = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  expect(marked.map(([path]) => path)).toEqual([]);
});

test('scripts of the project itself run, also where its user has switched them off', () => {
  const { scripts, publishConfig } = read('package.json');
  expect(readFileSync(new URL('.npmrc', ROOT), 'utf8')).toMatch(/^ignore-scripts=false$/m);
  expect(scripts.prepack).toContain('npm run --silent build');
  expect(publishConfig).toEqual({ 'ignore-scripts': false });
});
