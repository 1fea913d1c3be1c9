// npm run methods -- [--networks digits,shapes] [--checks cascade,labels] [--families cam] [--inputs 12] [--draws 4] [--permutations 2] [--threads 1] [--quick] [--out FOLDER] [--stored] [--write]
// Verdicts of every method on three networks. What is done is kept in --out and not done again; an interrupted run goes on. --quick is a
// look at it with few inputs. --stored measures nothing and takes what is there; --write makes docs/methods.md and its pictures.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ENTRIES } from './methods/catalogue.ts';
import { Found } from './methods/found.ts';
import { folderOf, measured, type Part, storedReport } from './methods/measure.ts';
import { partsOf, writeParts } from './methods/page.ts';
import { contactSheet } from './methods/pictures.ts';
import { FAMILIES } from './methods/settings.ts';

const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: Object.keys(ENTRIES).join(',') },
    checks: { type: 'string', default: 'cascade,labels' },
    families: { type: 'string', default: Object.keys(FAMILIES).join(',') },
    inputs: { type: 'string', default: '12' },
    draws: { type: 'string', default: '4' },
    permutations: { type: 'string', default: '2' },
    threads: { type: 'string', default: '1' },
    out: { type: 'string', default: path.join('reports', 'methods') },
    quick: { type: 'boolean', default: false },
    stored: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const size = {
  inputs: Number(values.quick ? '4' : values.inputs),
  draws: Number(values.quick ? '2' : values.draws),
  permutations: Number(values.permutations),
  threads: Number(values.threads),
};
const [networks, checks, families] = [values.networks, values.checks, values.families].map((names) =>
  names.split(','),
);
const wrong = [
  ...networks.filter((name) => !(name in ENTRIES)),
  ...checks.filter((name) => !['cascade', 'labels'].includes(name)),
  ...families.filter((name) => !(name in FAMILIES)),
  ...Object.values(size).filter((n) => !Number.isInteger(n) || n < 1),
];
if (wrong.length > 0) {
  console.error(
    `expected --networks among ${Object.keys(ENTRIES).join(', ')}, --checks cascade and labels, --families among ${Object.keys(FAMILIES).join(', ')} and numbers of at least 1, found ${wrong.join(', ')}`,
  );
  process.exit(2);
}

const found = new Found();
const folders = (network: string, check: string) => {
  const kind = `${network}-${check}-${size.inputs}x${check === 'labels' ? size.permutations : size.draws}`;
  const entry = ENTRIES[network];
  return Object.keys(FAMILIES).map((family) => ({
    family,
    folder: folderOf(values.out, kind, family, entry),
  }));
};
for (const network of networks) {
  const entry = ENTRIES[network];
  for (const check of checks) {
    if (check === 'labels' && entry.training === null) continue;
    for (const { family, folder } of folders(network, check)) {
      const part: Part = { check, methods: FAMILIES[family], folder };
      const started = process.cpuUsage();
      const isMeasured = !values.stored && families.includes(family);
      const report = isMeasured ? await measured(entry, part, size) : await storedReport(part);
      if (report === null) continue;
      found.add(network, check, report);
      if (!isMeasured) continue;
      const { user, system } = process.cpuUsage(started);
      const verdicts = report.checks.map(({ method, status }) => `${method} ${status}`).join(', ');
      console.error(`${network}, ${check}, ${family}: ${verdicts}; ${((user + system) / 1e6).toFixed(0)} s`);
    }
  }
}
const parts = partsOf(found, size);
console.log(Object.values(parts).join('\n\n'));
if (values.write) {
  await writeParts(path.join('docs', 'methods.md'), parts);
  const maps = folders('shapes', 'cascade').map(({ folder }) => folder);
  const methods = Object.values(FAMILIES).flat();
  await writeFile(
    path.join('docs', 'methods.png'),
    await contactSheet(maps.filter(existsSync), ENTRIES.shapes.inputs, methods),
  );
}
