import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { markdownTable } from '../methods/markdown.ts';
import type { NetworkRules } from '../propagation.ts';
import type { Measured, Refused } from './measured.ts';

/** What the command puts into the page, by the place that it has there. */
export type Parts = Readonly<Record<'sums' | 'cost' | 'peers', string>>;

const PAGE = fileURLToPath(new URL('../../docs/propagation.md', import.meta.url));

const methodsOf = (found: readonly NetworkRules[]): string[] => [
  ...new Set(found.flatMap(({ rules }) => rules.map(({ method }) => method))),
];

/** A table of methods by networks; methods of which no cell says anything are left out. */
function table(
  found: readonly NetworkRules[],
  corner: string,
  cell: (rule: Measured | Refused, network: NetworkRules) => string,
): string {
  const rows = methodsOf(found).flatMap((method) => {
    const cells = found.map((each) => {
      const rule = each.rules.find((one) => one.method === method);
      return rule ? cell(rule, each) : '';
    });
    return cells.every((text) => text === '') ? [] : [[`\`${method}\``, ...cells]];
  });
  return markdownTable([[corner, ...found.map(({ network }) => network)], ...rows]);
}

/** The operation that has no rule; else there is no operation that the rules are for. */
const refusal = ({ refused }: Refused): string =>
  `refused: ${/the operation (\w+)/.exec(refused)?.[1] ?? 'nothing to act on'}`;

/** Everything of the page that is measured. */
export function partsOf(found: readonly NetworkRules[], threads: number): Parts {
  const meant = new Set(
    found.flatMap(({ rules }) => rules.flatMap((r) => ('share' in r && r.share !== null ? [r.method] : []))),
  );
  const sums = table(found, 'sums to', (rule) => {
    if (!meant.has(rule.method)) return '';
    return 'refused' in rule ? refusal(rule) : `${(100 * rule.share!).toFixed(1)} %`;
  });
  const cost = table(found, 'over the gradient', (rule) => {
    if ('refused' in rule) return '-';
    const { work, products, estimate } = rule;
    const before = estimate ? `, before it ${estimate.gradients.toFixed(1)}` : '';
    return `${work.toFixed(2)} (${products.toFixed(2)})${before}`;
  });
  const peers = table(found, threads === 1 ? 'one thread' : `${threads} threads`, (rule, { beside }) => {
    const peer = beside.find(({ method }) => method === rule.method);
    if (!peer || 'refused' in rule) return '';
    if (peer.error) return `${peer.tool}: ${peer.error}`;
    const apart = peer.ours === null ? '' : `, ${peer.ours.toExponential(0)}`;
    return `${rule.work.toFixed(2)} / ${peer.tool} ${peer.work!.toFixed(2)}${apart}`;
  });
  return { sums, cost, peers };
}

/** Puts the parts into their places on the page. Throws where the page has no such place. */
export async function writePage(parts: Parts): Promise<void> {
  let page = await readFile(PAGE, 'utf8');
  for (const [name, text] of Object.entries(parts)) {
    const [begin, end] = ['begin', 'end'].map(
      (what) => `<!-- npm run bench -- propagation, ${name}: ${what} -->`,
    );
    const [from, to] = [page.indexOf(begin), page.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${PAGE}: expected ${begin} and ${end}`);
    page = `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
  }
  await writeFile(PAGE, page);
}
