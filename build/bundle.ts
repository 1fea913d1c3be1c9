import { readFile, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Run in processes of their own. */
const SCRIPTS = ['engine/tensorflow/probe-process'];

const CHUNKS = 'chunks';

/**
 * Joins the modules of `src` in a few files, into which all entries share what they have in common: Node takes a thousandth of a
 * second to find and load each file, and there are hundreds. What is installed beside the package stays out.
 */
export async function bundle(folder: string): Promise<void> {
  // Their names change with their content.
  await rm(join(folder, CHUNKS), { recursive: true, force: true });
  const bundled = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries(
      [...(await entriesOf()), ...SCRIPTS].map((name) => [name, join('src', `${name}.ts`)]),
    ),
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id) && !id.startsWith('src'),
  });
  await bundled.write({
    dir: folder,
    format: 'esm',
    chunkFileNames: `${CHUNKS}/[name]-[hash].js`,
    keepNames: true,
  });
  await bundled.close();
}

/** What package.json names, without `./dist/` and the ending. */
async function entriesOf(): Promise<string[]> {
  const { exports, bin } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const named = JSON.stringify([exports, bin]).matchAll(/"(?:\.\/)?dist\/([^"]+?)\.js"/g);
  return [...named].map(([, name]) => name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(join(ROOT, 'dist'));
