import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { INSTALL_LINE } from '../../src/cli/install-line.ts';

const PAGES = ['README.md', 'docs/tutorial.md', 'docs/install.md', 'docs/ci.md', 'action.yml'];
const EXAMPLES = ['examples/github-workflow.yml', 'examples/gitlab-ci.yml'];

const text = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

test.each([...PAGES, ...EXAMPLES])('%s gives the one install line, and why', async (path) => {
  const page = (await text(path)).replace(/\s+(# )?/g, ' ');
  expect(page).toContain(INSTALL_LINE);
  expect(page).toMatch(/onnxruntime-node`? (would )?downloads? .{0,40}CUDA|onnxruntime-node.{0,200}CUDA/);
});

test.each([...PAGES, ...EXAMPLES, 'docs/how-to.md', 'docs/engine.md'])(
  '%s installs nothing with the install scripts of its dependencies but what needs them',
  async (path) => {
    const lines = (await text(path)).match(/\bnpm (install|ci)\b[^\n`]*/g) ?? [];
    // A checkout denies them in package.json; tfjs-node is of use only with its own.
    const other = lines.filter(
      (line) => !line.includes('--ignore-scripts') && !/npm ci(?! -)|@tensorflow\/tfjs-node/.test(line),
    );
    expect(other).toEqual([]);
  },
);
