import type { Maps } from '../../attribution/maps.ts';
import type { Notice } from '../../results/report.ts';
import { spearmanAbs } from '../../similarity/spearman.ts';
import type { Subject } from '../prepare/subject.ts';
import { type ExplainSettings, explainAll } from './explain-all.ts';
import { comparePairs, type PreparedMaps, prepareMaps, samePairs } from './similarities.ts';

/** A map of the same input that is less like the other than this, in abs Spearman, is another map. */
const OTHER = 0.9;

/**
 * Names methods of the user's own whose map of an input is another one where it is explained alone: it is mixed up with those of the
 * inputs beside it, and no change of weights tells. Silent about maps that differ from call to call. Two maps to a method.
 */
export async function companyNotices(
  subject: Subject,
  maps: readonly Maps[],
  settings: Pick<ExplainSettings, 'seed' | 'target' | 'before'>,
): Promise<Notice[]> {
  const asked = subject.measured.filter(({ mixesInputs, stochastic }) => mixesInputs && !stochastic);
  if (asked.length === 0 || subject.batch.count < 2) return [];
  const alone = async () => {
    const { maps: made } = await explainAll(
      subject,
      {},
      { ...settings, occasion: 'alone', methods: asked, count: 1 },
    );
    return made.map((each) => prepareMaps(each, [spearmanAbs]));
  };
  const [once, again] = [await alone(), await alone()];
  return asked.flatMap((method, at): Notice[] => {
    const together = prepareMaps(firstOf(maps[subject.measured.indexOf(method)]), [spearmanAbs]);
    if (!(likeness(once[at], again[at]) >= OTHER) || !(likeness(once[at], together) < OTHER)) return [];
    const message = `${method.name} gives an input another map alone than among others: check that each map is that of its own input`;
    return [{ code: 'company', message }];
  });
}

const firstOf = ({ shape, count, values }: Maps): Maps => ({
  ...{ shape, count: 1, values: values.slice(0, values.length / count) },
});

function likeness(a: PreparedMaps, b: PreparedMaps): number {
  const [score = Number.NaN] = comparePairs(a, b, samePairs(1), [spearmanAbs])[spearmanAbs.name] ?? [];
  return score;
}
