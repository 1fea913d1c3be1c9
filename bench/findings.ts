// npm run findings -- [--networks digits,shapes] [--checks a,b] [--quick] [--train] [--threads 2] [--out FOLDER] [--stored] [--write]
// Which methods pass which checks on the bundled networks, and whether what the literature has found comes out. What is done is kept
// in --out and not done again. --train also trains networks, for the checks that ask for some; --stored measures nothing and takes
// the reports that are there, those of trained networks too; --write puts the tables into docs/checks.md.
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Report } from '../src/results/report.ts';
import { PARTS, type Part } from './findings/catalogue.ts';
import { measured, stored } from './findings/measure.ts';
import { findingsTexts } from './findings/page.ts';
import { writePage } from './verdicts/page.ts';

const NETWORKS = [...new Set(PARTS.map(({ network }) => network))];
const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: NETWORKS.join(',') },
    checks: { type: 'string' },
    quick: { type: 'boolean', default: false },
    train: { type: 'boolean', default: false },
    threads: { type: 'string', default: '2' },
    out: { type: 'string', default: path.join('reports', 'findings') },
    stored: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const networks = values.networks.split(',');
const threads = Number(values.threads);
if (!networks.every((name) => NETWORKS.includes(name)) || !Number.isInteger(threads) || threads < 1) {
  console.error(`expected --networks among ${NETWORKS.join(', ')}, and a number of threads of at least 1`);
  process.exit(2);
}

const wanted = ({ network, trains }: Part) =>
  networks.includes(network) && (values.train || values.stored || !trains);
const reports: { readonly part: Part; readonly report: Report }[] = [];
for (const part of PARTS.filter(wanted)) {
  const size = values.quick ? part.quick : part.size;
  const checks = values.checks?.split(',') ?? part.checks;
  const folder = path.join(values.out, `${part.name}-${size.inputs}x${size.draws}-${checks.join('+')}`);
  const started = performance.now();
  const report = values.stored
    ? await stored(folder)
    : await measured(folder, part, { ...size, checks, threads });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.error(`${part.name}: ${report ? `${seconds} s` : 'nothing stored'}`);
  if (report) reports.push({ part, report });
}
const texts = findingsTexts(reports, {
  quick: values.quick,
  train: reports.some(({ part }) => part.trains),
  checks: values.checks,
});
console.log(`${texts.verdicts}\n\n${texts.expected}`);
if (values.write) await writePage(path.join('docs', 'checks.md'), texts, 'findings');
