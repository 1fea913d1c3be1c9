import type { CheckResult, Report, Status } from '../../src/results/report.ts';
import { decimal } from '../../src/statistics/wording.ts';

/** What the literature expects, and what came out. */
export interface Finding {
  readonly expected: string;
  readonly source: string;
  readonly outcome: 'comes out' | 'comes out in part' | 'does not come out' | 'not measured';
  /** Numbers. */
  readonly found: string;
}

/** Verdicts with the network that they are of. */
export interface Judged extends CheckResult {
  readonly network: string;
}

/** Whether something holds of one verdict, with the number that says so. */
type Test = (check: Judged) => { readonly holds: boolean; readonly number: string };

interface Expectation {
  readonly expected: string;
  readonly source: string;
  readonly check: string;
  readonly tests: Readonly<Record<string, Test>>;
}

const values = (check: CheckResult): number[] =>
  check.gates.flatMap(({ retained, score }) => retained ?? score ?? []);
const range = (all: readonly number[]): string => {
  if (all.length === 0) return '–';
  const [low, high] = [Math.min(...all), Math.max(...all)].map(decimal);
  return low === high ? low : `${low} to ${high}`;
};
const is =
  (status: Status): Test =>
  (check) => ({ holds: check.status === status, number: `${check.status}, ${range(values(check))}` });
/** Equal but for rounding. */
const same: Test = (check) => ({
  holds: values(check).length > 0 && values(check).every((value) => value > 1 - 1e-4),
  number: range(values(check)),
});
/** Some neighbouring value of a setting leaves less than nine tenths of the map. */
const moves: Test = (check) => ({
  holds: values(check).some((value) => value < 0.9),
  number: range(values(check)),
});
const unset: Test = (check) => ({ holds: check.reason === 'not-applicable', number: 'no settings' });
const noBetter: Test = (check) => ({
  holds: check.status !== 'passed',
  number: `${check.status}, ${range(values(check))}`,
});

export const EXPECTATIONS: readonly Expectation[] = [
  {
    expected: 'gradient and guided backpropagation are exactly invariant to a shift of the inputs',
    source: 'Kindermans et al. 2017',
    check: 'input-shift',
    tests: { gradient: same, 'guided-backprop': same },
  },
  {
    expected: 'methods with a zero baseline are not',
    source: 'Kindermans et al. 2017',
    check: 'input-shift',
    tests: { 'input-x-gradient': is('failed'), 'integrated-gradients': is('failed') },
  },
  {
    expected: 'guided backpropagation hardly depends on the class',
    source: 'Sixt et al. 2020; Nie et al. 2018',
    check: 'class-sensitivity',
    tests: { 'guided-backprop': is('failed') },
  },
  {
    expected: 'gradient depends on the class',
    source: 'Sixt et al. 2020',
    check: 'class-sensitivity',
    tests: { gradient: is('passed') },
  },
  {
    expected: 'occlusion, LIME and learned masks depend on their settings',
    source: 'Bansal et al. 2020',
    check: 'settings',
    tests: { occlusion: moves, lime: moves, 'mask-perturbation': moves },
  },
  {
    expected: 'gradient has no settings to depend on',
    source: 'Bansal et al. 2020',
    check: 'settings',
    tests: { gradient: unset },
  },
  {
    expected: 'gradient depends on the weights also where its maps are averaged over noise',
    source: 'Hedström et al. 2024',
    check: 'smooth-cascade',
    tests: { gradient: is('passed') },
  },
  {
    expected: 'gradient and guided backpropagation are no better than a random ranking',
    source: 'Hooker et al. 2019, on natural images',
    check: 'roar',
    tests: { gradient: noBetter, 'guided-backprop': noBetter },
  },
  {
    expected: 'SmoothGrad-squared and VarGrad are better than a random ranking',
    source: 'Hooker et al. 2019, on natural images',
    check: 'roar',
    tests: { 'smoothgrad-squared': is('passed'), vargrad: is('passed') },
  },
];

/** What came out of every expectation. */
export function findingsOf(
  reports: readonly { readonly network: string; readonly report: Report }[],
): Finding[] {
  const all = reports.flatMap(({ network, report }) =>
    report.checks.map((check): Judged => ({ ...check, network })),
  );
  return EXPECTATIONS.map(({ expected, source, check, tests }) => {
    const tried = Object.entries(tests).flatMap(([method, test]) =>
      all
        .filter((each) => each.order === check && each.method === method)
        .map((each) => ({ ...test(each), words: `${method} on ${each.network}: ${test(each).number}` })),
    );
    const held = tried.filter(({ holds }) => holds).length;
    const outcome =
      tried.length === 0
        ? 'not measured'
        : held === tried.length
          ? 'comes out'
          : held === 0
            ? 'does not come out'
            : 'comes out in part';
    return { expected, source, outcome, found: tried.map(({ words }) => words).join('; ') };
  });
}
