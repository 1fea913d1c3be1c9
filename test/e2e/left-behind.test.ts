import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BuiltProgram, builtProgram } from '../built-program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SESSION =
  'const { InferenceSession } = require("onnxruntime-node"); InferenceSession.create(Buffer.from("x")).catch(() => {});';
const STRACE = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

let program: BuiltProgram;
beforeAll(async () => {
  program = await builtProgram();
});
afterAll(() => program.remove());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saliency-left-'));
  await mkdir(join(folder, 'home'));
  await mkdir(join(folder, 'tmp'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Left {
  /** Files and folders in a home and a folder for temporary files that were empty. */
  readonly files: readonly string[];
  /** Sockets for other machines, as Linux lists them. */
  readonly sockets: readonly string[];
}

/** Runs Node in a home of its own and tells what it leaves there, and which sockets it opens while it runs. */
async function leftBy(argv: readonly string[], switches: NodeJS.ProcessEnv = {}): Promise<Left> {
  const trace = join(folder, 'trace');
  const tracer = STRACE ? ['strace', '-f', '-e', 'trace=socket', '-o', trace] : [];
  const [program, ...rest] = [...tracer, process.execPath, ...argv];
  const [home, tmp] = [join(folder, 'home'), join(folder, 'tmp')];
  // ONNX Runtime knows the variables of pipelines and keeps quiet there, so that they are left out.
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: tmp, ...switches };
  const child = spawn(program, rest, { cwd: ROOT, env, stdio: 'ignore' });
  const sockets = new Set<string>();
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject).on('close', () => resolve());
  });
  if (STRACE) {
    await ended;
    const calls = (await readFile(trace, 'utf8')).match(/socket\(AF_INET6?[^)<\n]*/g) ?? [];
    for (const call of calls) sockets.add(call);
  } else {
    const over = ended.then(() => true);
    while (!(await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 5))]))) {
      for (const socket of await openSockets(child.pid!)) sockets.add(socket);
    }
  }
  const files = [...(await readdir(home, { recursive: true })), ...(await readdir(tmp, { recursive: true }))];
  return { files, sockets: [...sockets] };
}

/** The sockets of a process that are neither files' nor pipes' stand-ins; none where the system does not list them. */
async function openSockets(pid: number): Promise<string[]> {
  const listed = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(listed.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return links.filter((link) => link.startsWith('socket:'));
}

describe('what this test sees', () => {
  test('files that ONNX Runtime leaves with its telemetry on', async () => {
    const { files } = await leftBy(['-e', SESSION], { ORT_DISABLE_TELEMETRY: '0' });
    expect(files.map((path) => path.replace(/\d+/, 'N'))).toEqual(
      expect.arrayContaining([join('.cache', 'Microsoft', 'DeveloperTools', '.onnxruntime', 'deviceid')]),
    );
  });

  test.runIf(process.platform === 'linux')('a socket that is opened', async () => {
    const script =
      "require('node:dgram').createSocket('udp4').bind(0, '127.0.0.1'); setTimeout(process.exit, 1000);";
    const { sockets } = await leftBy(['-e', script]);
    expect(sockets).toHaveLength(1);
  });
});

test('a run leaves nothing in the home and among the temporary files, and opens no socket', async () => {
  const out = join(folder, 'out');
  const model = ['--model', 'fixtures/digits/mlp', '--inputs', 'fixtures/digits/test'];
  const options = ['--methods', 'gradient', '--draws', '2', '--limit', '4', '--threads', '1', '--out', out];
  const left = await leftBy([program.main, 'run', ...model, ...options]);
  const { engine } = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
  expect(engine.backend).toBe('onnxruntime');
  expect(left).toEqual({ files: [], sockets: [] });
});
