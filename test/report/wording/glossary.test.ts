import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { CHECK_NAMES } from '../../../src/checks/registry.ts';
import { docsAddress, docsName } from '../../../src/report/wording/docs-address.ts';
import { findTerm, GLOSSARY } from '../../../src/report/wording/glossary.ts';
import { METRICS } from '../../../src/similarity/registry.ts';

const science = readFileSync(new URL('../../../docs/science.md', import.meta.url), 'utf8');

it('explains every metric, every order, every reason of the docs and every status', () => {
  const table = science.slice(science.indexOf('| reason '), science.indexOf('Maps that are the same'));
  const reasons = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, reason]) => reason);
  expect(reasons.length).toBeGreaterThan(5);
  const words = [
    ...Object.keys(METRICS),
    ...CHECK_NAMES,
    ...reasons,
    'passed',
    'failed',
    'inconclusive',
    'open',
  ];
  expect(words.filter((word) => findTerm(word) === undefined)).toEqual([]);
});

it('explains the words of the references in sentences', () => {
  for (const word of [
    'ceiling',
    'floor',
    'null',
    'retained similarity',
    'gate',
    'draw',
    'stage',
    'coverage',
    'logit shift',
  ]) {
    expect(findTerm(word)?.says).toMatch(/^[A-Z].*\.$/s);
  }
  expect(new Set(GLOSSARY.map(({ key }) => key)).size).toBe(GLOSSARY.length);
});

it('leads to headings that the docs have', () => {
  const headings = [...science.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replace(/[^\w]+/g, '-'),
  );
  for (const { docs } of GLOSSARY) expect(headings).toContain(docs.replace('science.md#', ''));
});

test('pages of the docs are links where the package has a homepage, and names otherwise', () => {
  const homepage = 'https://example.org/owner/saliency-sanity#readme';
  expect(docsAddress('science.md#references', homepage)).toBe(
    'https://example.org/owner/saliency-sanity/blob/HEAD/docs/science.md#references',
  );
  expect(docsAddress('science.md', 'javascript:alert(1)')).toBeNull();
  expect(docsAddress('science.md', undefined)).toBeNull();
  expect(docsName('science.md#the-verdict')).toBe('docs/science.md, “The verdict”');
});
