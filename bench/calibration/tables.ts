import { LOOKS, type Look } from '../../src/statistics/looks.ts';
import { type GateTally, type MethodTally, WANTED } from './tally.ts';

/** Sizes of runs: 32 x 5, the default; 8 x 3, as in a quick run; and looks until it is decided. */
export const SIZES = ['fixed', 'quick', 'deciding'] as const;
export type BySize<T> = Readonly<Record<(typeof SIZES)[number], T>>;

export const bySize = <T>(make: (size: (typeof SIZES)[number]) => T): BySize<T> => ({
  fixed: make('fixed'),
  quick: make('quick'),
  deciding: make('deciding'),
});

/** Tallies of one network: of its methods, and of controls in more runs. */
export interface WorldTallies extends BySize<readonly MethodTally[]> {
  readonly world: string;
  readonly images: number;
  readonly draws: number;
  /** Stages of the whole cascade. */
  readonly stages: number;
  /** Null where they were not counted. */
  readonly controls: BySize<readonly MethodTally[]> | null;
}

type Rows = readonly (readonly string[])[];

export const markdown = ([head, ...rows]: Rows): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const share = (count: number, of: number, digits = 1): string =>
  of === 0 ? '–' : ((100 * count) / of).toFixed(digits);

/** How many runs there were of a size. */
const runsOf = ([{ verdicts }]: readonly MethodTally[]): number =>
  verdicts.passed + verdicts.failed + verdicts.inconclusive;

/** Gates that a wrong verdict can be had of. */
const judged = (tallies: readonly MethodTally[]) =>
  tallies.flatMap(({ method, gates }) =>
    gates.filter(({ status }) => status !== 'undefined').map((gate) => ({ method, gate })),
  );

const wrongPassed = ({ retained, passed }: GateTally, maximum = 0.5): number =>
  retained > maximum ? passed : 0;
const wrongFailed = ({ status, failed }: GateTally): number => (status === 'failed' ? 0 : failed);

/** Every gate of a network at 32 x 5: true value, coverage, wrong and open runs. */
export function gateTable({ fixed, quick }: WorldTallies): Rows {
  const head = ['method', 'gate', 'true', 'covered, 32 x 5', '8 x 3', 'wrong passed', 'wrong failed', 'open'];
  const other = new Map(
    judged(quick).map(({ method, gate }) => [`${method} ${gate.stage} ${gate.metric}`, gate]),
  );
  return [
    head.map((name, at) => (at > 2 ? `${name} (%)` : name)),
    ...judged(fixed).map(({ method, gate }) => {
      const small = other.get(`${method} ${gate.stage} ${gate.metric}`)!;
      return [
        method,
        `${gate.stage}, ${gate.metric}`,
        gate.retained.toFixed(2),
        share(gate.covered, gate.bounded),
        share(small.covered, small.bounded),
        share(wrongPassed(gate), gate.runs),
        share(wrongFailed(gate), gate.runs),
        share(gate.open, gate.runs, 0),
      ];
    }),
  ];
}

/** A line for each network: coverage over its gates, and the worst of them. */
export function coverageTable(worlds: readonly WorldTallies[]): Rows {
  const line = (world: WorldTallies, size: string, tallies: readonly MethodTally[]) => {
    const gates = judged(tallies).map(({ gate }) => gate);
    const all = gates.reduce((sum, { bounded }) => sum + bounded, 0);
    const held = gates.reduce((sum, { covered }) => sum + covered, 0);
    const covered = gates.map((gate) => gate.covered / gate.bounded);
    const below = covered.filter((each) => each < WANTED.least).length;
    const above = covered.filter((each) => each > WANTED.most).length;
    const wrong = (of: (gate: GateTally) => number) => Math.max(...gates.map((gate) => of(gate) / gate.runs));
    return [
      ...[world.world, `${world.images} x ${world.draws}`, size],
      ...[runsOf(tallies), gates.length].map(String),
      share(held, all),
      share(Math.min(...covered), 1),
      ...[below, gates.length - below - above, above].map(String),
      share(wrong(wrongPassed), 1),
      share(wrong(wrongFailed), 1),
    ];
  };
  return [
    [
      ...[
        'network',
        'population',
        'inputs x draws',
        'runs',
        'gates',
        'covered (%)',
        'least of a gate (%)',
        'gates below 93 %',
        '93 to 97 %',
        'above 97 %',
      ],
      ...['most wrong passed of a gate (%)', 'most wrong failed (%)'],
    ],
    ...worlds.flatMap((world) => [line(world, '32 x 5', world.fixed), line(world, '8 x 3', world.quick)]),
  ];
}

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

/** Verdicts on methods, of a fixed plan and of one that stops when it is decided. */
export function verdictTable(worlds: readonly WorldTallies[]): Rows {
  const counts = ({ verdicts }: MethodTally) =>
    [verdicts.passed, verdicts.failed, verdicts.inconclusive].join(' / ');
  return [
    [
      ...['network', 'method', 'true verdict', '32 x 5: ✓ / ✗ / ?', '--decide: ✓ / ✗ / ?'],
      ...['maps, mean', 'of the whole cascade (%)'],
    ],
    ...worlds.flatMap(({ world, stages, fixed, deciding }) =>
      fixed.map((tallied, at) => [
        ...[world, tallied.method, tallied.truth, counts(tallied), counts(deciding[at])],
        ...[deciding[at].maps.toFixed(0), share(deciding[at].maps, wholeCascade(stages), 0)],
      ]),
    ),
  ];
}

/** Wrong verdicts of all runs on methods: passed or failed, and truly something else. */
export function wrongVerdicts(worlds: readonly WorldTallies[]): Rows {
  const line = (words: string, of: (world: WorldTallies) => readonly MethodTally[]) => {
    const tallies = worlds.flatMap(of);
    const sum = (count: (tallied: MethodTally) => number) =>
      tallies.reduce((all, each) => all + count(each), 0);
    const all = sum(({ verdicts }) => verdicts.passed + verdicts.failed + verdicts.inconclusive);
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

/** How often controls pass: never. */
export function controlTable(worlds: readonly WorldTallies[]): Rows {
  return [
    ['network', 'control', 'runs', 'passed at 8 x 3', 'at 32 x 5', 'with --decide', 'failed at 32 x 5'],
    ...worlds.flatMap(({ world, controls }) => {
      if (!controls) return [];
      const { fixed, quick, deciding } = controls;
      return fixed.map(({ method, verdicts }, at) => [
        ...[world, method, String(Math.min(...[fixed, quick, deciding].map(runsOf)))],
        ...[String(quick[at].verdicts.passed), String(verdicts.passed)],
        ...[String(deciding[at].verdicts.passed), String(verdicts.failed)],
      ]);
    }),
  ];
}
