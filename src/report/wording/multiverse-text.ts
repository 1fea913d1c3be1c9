import type { CheckResult, Status } from '../../results/report.ts';
import { grouped } from '../../statistics/grouped.ts';
import type { Multiverse } from '../../statistics/source-types.ts';
import { listing } from '../../statistics/wording.ts';
import { oneLine } from './text-layout.ts';

/** How many choices of plane, scaling and metric give the same verdict, and which one turns it, in sentences. */
export function multiverseSentences({ cells, same, turns }: Multiverse): string[] {
  if (cells.length === 0) return ['Under no other plane or scaling can the maps be compared.'];
  const agreeing = Math.round(same * cells.length);
  const some = agreeing === cells.length ? `All ${agreeing}` : `${agreeing} of ${cells.length}`;
  const agreed = `${some} choices of plane, scaling and metric ${agreeing === 1 ? 'gives' : 'give'} this verdict.`;
  if (!turns) return [agreed];
  const said = grouped(cells, (cell) => cell[turns.choice]).map(
    (alike) => `${alike[0][turns.choice]} ${countsOf(alike.map(({ status }) => status))}`,
  );
  return [agreed, `It turns with the ${turns.choice} (${said.join('; ')}).`];
}

/** The same of all checks that were judged so, a paragraph for those of which the same is to be said; empty where none was. */
export function multiverseParagraphs(checks: readonly CheckResult[]): string[] {
  const several = new Set(checks.map(({ order }) => order)).size > 1;
  const asked = checks.flatMap(({ sources, method, order, status }) => {
    if (!sources?.multiverse) return [];
    const name = several ? `${oneLine(method)} under ${order}` : oneLine(method);
    return [{ name, status, said: multiverseSentences(sources.multiverse).join(' ') }];
  });
  return grouped(asked, ({ status, said }) => `${status} ${said}`).map((alike) => {
    const [{ status, said }] = alike;
    const [first] = said;
    return `${listing(alike.map(({ name }) => name))} (${status}): ${first.toLowerCase()}${said.slice(1)}`;
  });
}

/** `2 failed, 3 inconclusive`, or `passed` where there is nothing else. */
function countsOf(statuses: readonly Status[]): string {
  const alike = grouped(statuses, (status) => status);
  return alike.length === 1 ? statuses[0] : alike.map((same) => `${same.length} ${same[0]}`).join(', ');
}
