import type { GateTally, MethodTally } from './tally.ts';
import {
  judged,
  type Rows,
  runsOf,
  share,
  type WorldTallies,
  wrongFailed,
  wrongPassed,
} from './world-tallies.ts';

/** The coverage that is wanted of an interval of 95 %. */
export const WANTED = { least: 0.93, most: 0.97 };

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
      ...[runsOf(tallies[0]), gates.length].map(String),
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
