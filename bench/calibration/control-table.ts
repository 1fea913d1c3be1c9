import { type Rows, runsOf, type WorldTallies } from './world-tallies.ts';

/** How often controls pass: never. */
export function controlTable(worlds: readonly WorldTallies[]): Rows {
  return [
    ['network', 'control', 'runs', 'passed at 8 x 3', 'at 32 x 5', 'with --decide', 'failed at 32 x 5'],
    ...worlds.flatMap(({ world, controls }) => {
      if (!controls) return [];
      const { fixed, quick, deciding } = controls;
      return fixed.map(({ method, verdicts }, at) => [
        ...[world, method, String(Math.min(...[fixed, quick, deciding].map(([first]) => runsOf(first))))],
        ...[String(quick[at].verdicts.passed), String(verdicts.passed)],
        ...[String(deciding[at].verdicts.passed), String(verdicts.failed)],
      ]);
    }),
  ];
}
