import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INSTALL_LINE } from '../../src/cli/install-line.ts';
import {
  type Ended,
  emptyProject,
  installPackage,
  type Packed,
  packPackage,
  ROOT,
  runIn,
} from './installed.ts';

let packed: Packed;
let project: string;

beforeAll(async () => {
  packed = await packPackage();
  // With the network, which fills npm's cache.
  await rm(await installPackage(packed.tarball, []), { recursive: true });
  project = await emptyProject();
});
afterAll(async () => {
  await rm(dirname(packed.tarball), { recursive: true });
  await rm(project, { recursive: true });
});

/** Linux can start a process without a network; elsewhere every request goes to a proxy that is not there. */
const ISOLATED = [
  ['unshare', '-n'],
  ['unshare', '-rn'],
].find(([program, option]) => spawnSync(program, [option, 'true']).status === 0);
const DEAD = 'http://127.0.0.1:9';
const PROXIES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'GLOBAL_AGENT_HTTPS_PROXY'];

/** A command line that a page gives, in a project, with the network cut off. */
function runOffline(cwd: string, line: string): Ended {
  const [program, ...argv] = [
    ...(ISOLATED ?? [
      'env',
      'GLOBAL_AGENT_FORCE_GLOBAL_AGENT=true',
      ...PROXIES.map((name) => `${name}=${DEAD}`),
    ]),
    ...line.split(' '),
  ];
  return runIn(cwd, program, ...argv);
}

const atHand = (line: string) =>
  `${line.replace('saliency-sanity', packed.tarball)} --prefer-offline --fetch-retries=0`;

describe('with the network cut off and a filled cache', () => {
  test.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'without --ignore-scripts it cannot be installed',
    () => {
      const { code, output } = runOffline(project, atHand(INSTALL_LINE.replace(' --ignore-scripts', '')));
      expect(code).not.toBe(0);
      expect(output).toMatch(/onnxruntime-node[\s\S]*script\/install/);
      expect(existsSync(join(project, 'node_modules', 'saliency-sanity'))).toBe(false);
    },
  );

  test('the line of the pages installs it', () => {
    const { code, output } = runOffline(project, atHand(INSTALL_LINE));
    expect(code, output).toBe(0);
  });

  test('so does what a pipeline runs', () => {
    const { code, output } = runOffline(project, 'npm ci --ignore-scripts --prefer-offline');
    expect(code, output).toBe(0);
  });

  test('it computes on ONNX Runtime, also once the platforms that are not this one are deleted', async () => {
    const page = await readFile(join(ROOT, 'docs', 'install.md'), 'utf8');
    const [, lines] = /```sh\n(find [\s\S]*?)```/.exec(page)!;
    const mine = lines.replace('*/linux/x64', `*/${process.platform}/${process.arch}`);
    expect(runIn(project, 'sh', '-ec', mine)).toEqual({ code: 0, output: '' });
    const binaries = join(project, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6');
    const left = runIn(binaries, 'find', '.', '-mindepth', '2', '-maxdepth', '2').output;
    expect(left).toBe(`./${process.platform}/${process.arch}\n`);
    const demo = [
      'demo',
      '--methods',
      'gradient',
      '--draws',
      '2',
      '--limit',
      '8',
      '--threads',
      '1',
      '--out',
      'out',
    ];
    const { output } = runOffline(project, ['npx', '--no-install', 'saliency-sanity', ...demo].join(' '));
    expect(output).toContain('gradient');
    const report = JSON.parse(await readFile(join(project, 'out', 'report.json'), 'utf8'));
    expect(report.engine).toMatchObject({ name: 'compiled', backend: 'onnxruntime' });
  });
});
