import type { Multiverse } from './source-types.ts';
import type { GateResult, Status } from './verdict-types.ts';

type Cell = Multiverse['cells'][number];

/** What a cell says of a check, from its gates: as the check's own verdict, where nothing else spoils the experiment. */
export function cellStatus(gates: readonly GateResult['status'][]): Status {
  if (gates.includes('failed')) return 'failed';
  const decided = gates.every((gate) => gate === 'passed' || gate === 'not-telling');
  return decided && gates.includes('passed') ? 'passed' : 'inconclusive';
}

const CHOICES = ['plane', 'metric', 'scaling'] as const;

/**
 * How far a verdict hangs on the choice of plane, metric and scaling (Binder et al. 2023): the share of the cells that say the
 * same, and the one choice that tells the cells' verdicts best, if it tells more of them than the commonest verdict alone.
 */
export function multiverseOf(cells: readonly Cell[], own: Status): Multiverse {
  const same = cells.filter(({ status }) => status === own).length / Math.max(1, cells.length);
  const told = (choice: (typeof CHOICES)[number]) => {
    const verdicts = commonestBy(cells, (cell) => cell[choice]);
    return { choice, verdicts, right: cells.filter((cell) => verdicts[cell[choice]] === cell.status).length };
  };
  const least = cells.filter(({ status }) => status === commonest(cells)).length;
  const best = CHOICES.map(told).reduce((most, each) => (each.right > most.right ? each : most));
  const turns = best.right > least ? { choice: best.choice, verdicts: best.verdicts } : null;
  return { cells, same, turns };
}

function commonestBy(cells: readonly Cell[], key: (cell: Cell) => string): Record<string, Status> {
  const keys = [...new Set(cells.map(key))];
  return Object.fromEntries(
    keys.map((each) => [each, commonest(cells.filter((cell) => key(cell) === each))]),
  );
}

/** The commonest verdict, the graver of two that are as common. */
function commonest(cells: readonly Cell[]): Status {
  const count = (status: Status) => cells.filter((cell) => cell.status === status).length;
  return (['failed', 'inconclusive', 'passed'] as const).reduce((most, each) =>
    count(each) > count(most) ? each : most,
  );
}
