import { LOOKS, type Look } from '../../src/statistics/looks.ts';
import type { MethodTally } from './tally.ts';
import { type Rows, runsOf, share, type WorldTallies } from './world-tallies.ts';

/** Maps of one method under a plan: on the trained model, and in every draw at every stage. */
const mapsOf = ({ inputs, draws }: Look, stages: number): number => inputs * (1 + draws * stages);
const wholeCascade = (stages: number): number => mapsOf({ inputs: 32, draws: 5 }, stages);

/** Maps that a method takes up to a look at most, where both stages that carry gates go on until then, and how many times fewer those are than a whole cascade's. */
export function lookTable(networks: readonly { readonly world: string; readonly stages: number }[]): Rows {
  return [
    [
      'decided at',
      'maps at most',
      ...networks.map(({ world, stages }) => `${world} (${wholeCascade(stages)})`),
    ],
    ...LOOKS.map((look) => [
      `${look.inputs} x ${look.draws}`,
      String(mapsOf(look, 2)),
      ...networks.map(({ stages }) => `${(wholeCascade(stages) / mapsOf(look, 2)).toFixed(1)} x`),
    ]),
  ];
}

/** How many times fewer maps a run that stops took in the mean than a whole cascade takes. */
const timesFewer = ({ maps }: MethodTally, stages: number): number => wholeCascade(stages) / maps;

/** Verdicts on methods, of a fixed plan and of one that stops when it is decided; what that took, and how early it was. */
export function verdictTable(worlds: readonly WorldTallies[]): Rows {
  const counts = ({ verdicts }: MethodTally) =>
    [verdicts.passed, verdicts.failed, verdicts.inconclusive].join(' / ');
  const decidedBy = (tallied: MethodTally, looks: number) => {
    const [first, second] = tallied.decidedAt ?? [];
    if (first === undefined) return '–';
    return share(looks === 1 ? first : first + second, runsOf(tallied), 0);
  };
  return [
    [
      ...['network', 'method', 'true verdict', '32 x 5: ✓ / ✗ / ?', '--decide: ✓ / ✗ / ?', 'maps, mean'],
      ...['of the whole cascade (%)', 'times fewer', 'decided by look 1 (%)', 'by look 2 (%)'],
    ],
    ...worlds.flatMap(({ world, stages, fixed, deciding }) =>
      fixed.map((tallied, at) => [
        ...[world, tallied.method, tallied.truth, counts(tallied), counts(deciding[at])],
        ...[deciding[at].maps.toFixed(0), share(deciding[at].maps, wholeCascade(stages), 0)],
        timesFewer(deciding[at], stages).toFixed(1),
        ...[1, 2].map((looks) => decidedBy(deciding[at], looks)),
      ]),
    ),
  ];
}

/** What is wanted: a verdict in nearly every run, with so many times fewer maps than a whole cascade takes. */
const GOAL = { decided: 0.95, fewer: 10 };

/** On how many methods of each network the goal is reached; of the others how many times fewer maps they take, and in how many runs they are decided. */
export function goalTable(worlds: readonly WorldTallies[]): Rows {
  return [
    [
      'network',
      'stages',
      `decided with ${GOAL.fewer} times fewer maps`,
      'of',
      'the others: times fewer (decided)',
    ],
    ...worlds.map(({ world, stages, deciding }) => {
      const decided = (tallied: MethodTally) => 1 - tallied.verdicts.inconclusive / runsOf(tallied);
      const others = deciding.filter(
        (tallied) => decided(tallied) < GOAL.decided || timesFewer(tallied, stages) < GOAL.fewer,
      );
      const words = others.map(
        (tallied) =>
          `${tallied.method} ${timesFewer(tallied, stages).toFixed(1)} (${share(decided(tallied), 1, 0)} %)`,
      );
      const reached = deciding.length - others.length;
      return [world, ...[stages, reached, deciding.length].map(String), words.join(', ') || '–'];
    }),
  ];
}

/** Wrong verdicts of all runs on methods: passed or failed, and truly something else. */
export function wrongVerdicts(worlds: readonly WorldTallies[]): Rows {
  const line = (words: string, of: (world: WorldTallies) => readonly MethodTally[]) => {
    const tallies = worlds.flatMap(of);
    const sum = (count: (tallied: MethodTally) => number) =>
      tallies.reduce((all, each) => all + count(each), 0);
    const all = sum(runsOf);
    const passed = sum(({ verdicts, truth }) => (truth === 'passed' ? 0 : verdicts.passed));
    const failed = sum(({ verdicts, truth }) => (truth === 'failed' ? 0 : verdicts.failed));
    const open = sum(({ verdicts, truth }) => (truth === 'inconclusive' ? 0 : verdicts.inconclusive));
    return [words, String(all), share(passed, all, 2), share(failed, all, 2), share(open, all)];
  };
  const looks = LOOKS.map(({ inputs, draws }) => `${inputs} x ${draws}`).join(', ');
  return [
    ['plan', 'verdicts', 'wrong passed (%)', 'wrong failed (%)', 'inconclusive (%)'],
    line('8 x 3', ({ quick }) => quick),
    line('32 x 5', ({ fixed }) => fixed),
    line(`--decide (${looks})`, ({ deciding }) => deciding),
  ];
}
