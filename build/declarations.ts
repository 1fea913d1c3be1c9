import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// tsc rewrites `./x.ts` to `./x.js` in JavaScript, not in declarations, where resolvers other than its own do not know
// what to make of it.
const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const RELATIVE = /((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\.ts\2/g;

for (const name of await readdir(DIST, { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue;
  const text = await readFile(join(DIST, name), 'utf8');
  await writeFile(join(DIST, name), text.replace(RELATIVE, '$1$2$3.js$2'));
}
