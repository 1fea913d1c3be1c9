import { jointRangeSsim } from './joint-range-ssim.ts';
import type { Metric, Plane } from './metric.ts';
import { correlation } from './pearson.ts';
import { PLANE_CHOICES, type PlaneChoice, planeOfChoice, type Scaling, scaled } from './scalings.ts';
import { centredRanks } from './spearman.ts';

/** What somebody else could have chosen to compare maps by. */
export interface MultiverseCell {
  readonly metric: 'spearman' | 'ssim';
  readonly plane: PlaneChoice;
  readonly scaling: Scaling;
  /** By which scores of the cell are kept: `spearman abs p99`. */
  readonly name: string;
}

/** Scalings that can tell apart: a rank correlation does not see a positive scale. */
const SCALINGS_OF = { spearman: ['none', 'p99'], ssim: ['max', 'rms', 'min-max'] } as const satisfies Record<
  MultiverseCell['metric'],
  readonly Scaling[]
>;

/** Planes by scalings, each cell that can differ from the others (Binder et al. 2023, Hedstrom et al. 2023). */
export const MULTIVERSE: readonly MultiverseCell[] = (['spearman', 'ssim'] as const).flatMap((metric) =>
  PLANE_CHOICES.flatMap((plane) =>
    SCALINGS_OF[metric].map((scaling) => ({ metric, plane, scaling, name: `${metric} ${plane} ${scaling}` })),
  ),
);

/** The metric of a cell. */
export function metricOfCell({
  metric,
  plane,
  scaling,
  name,
}: Omit<MultiverseCell, 'name'> & { name?: string }): Metric {
  const ssim = jointRangeSsim();
  const values = (from: Plane) => scaled(planeOfChoice(from.values, plane), scaling);
  const own = name ?? `${metric} ${plane} ${scaling}`;
  const common = {
    name: own,
    description: own,
    words: { name: own, short: metric.slice(0, 4), says: '' },
    view: plane === 'abs' ? ('abs' as const) : ('signed' as const),
    gating: false,
  };
  return metric === 'spearman'
    ? ({
        ...common,
        inapplicable: () => null,
        prepare: (from) => rankable(values(from)),
        compare: correlation,
      } satisfies Metric<ReturnType<typeof centredRanks>>)
    : ({
        ...common,
        inapplicable: ssim.inapplicable,
        prepare: (from) => ssim.prepare(from, values(from)),
        compare: ssim.compare,
      } satisfies Metric<ReturnType<typeof ssim.prepare>>);
}

const rankable = (values: Float64Array | null) => (values ? centredRanks(values) : null);
