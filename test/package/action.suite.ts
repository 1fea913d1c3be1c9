import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from './installed.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saliency-action-'));
  // Stands in for npm: it writes down its arguments and ends with the code that the test wants.
  const npx = '#!/bin/bash\nprintf "%s\\n" "$@" > "$0.arguments"\nexit "$WANTED_CODE"\n';
  await writeFile(join(folder, 'npx'), npx);
  await chmod(join(folder, 'npx'), 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

/** The script of the action's first step. */
async function script(): Promise<string> {
  const text = await readFile(join(ROOT, 'action.yml'), 'utf8');
  const [, block] = /^ {6}run: \|\n((?: {8}.*\n|\n)+)/m.exec(text)!;
  return block.replace(/^ {8}/gm, '');
}

test.each([
  [{}, 0, ['--out', 'report dir', '--reporter', 'terminal,github']],
  [
    {
      CONFIG: 'a b.ts',
      BASELINE: '$(touch x).json',
      ALLOW_INCONCLUSIVE: 'true',
      FURTHER: '--draws=3\n\n--limit=8\n',
    },
    1,
    [
      ...['--out', 'report dir', '--reporter', 'terminal,github', '--config', 'a b.ts'],
      ...['--baseline', '$(touch x).json', '--allow-inconclusive', '--draws=3', '--limit=8'],
    ],
  ],
] as const)(
  'the action passes its inputs on as they are, %j, and the exit code %d',
  async (inputs, code, argv) => {
    const none = { CONFIG: '', BASELINE: '', FURTHER: '', ALLOW_INCONCLUSIVE: 'false', FOLDER: '.' };
    const output = join(folder, 'output');
    await writeFile(output, '');
    const { status, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', await script()],
      {
        cwd: folder,
        env: {
          ...{ ...none, ...inputs, OUT: 'report dir', GITHUB_OUTPUT: output, WANTED_CODE: String(code) },
          PATH: `${folder}${delimiter}${process.env.PATH}`,
        },
        encoding: 'utf8',
      },
    );
    expect({ status, stderr }).toEqual({ status: code, stderr: '' });
    const given = (await readFile(join(folder, 'npx.arguments'), 'utf8')).trimEnd().split('\n');
    expect(given).toEqual(['--no-install', 'saliency-sanity', 'run', ...argv]);
    expect(await readFile(output, 'utf8')).toBe(`exit-code=${code}\nreport=./report dir/report.json\n`);
  },
);
