import type { Order } from '../config/plan.ts';
import type { LayerGroup } from './group.ts';

/** One step of an order. */
export interface Stage {
  /** The layer or group that this step makes random, and so the last one added in a cumulative order. */
  readonly name: string;
  readonly order: Order;
  /** Names of the layers or groups that are random in this stage. */
  readonly layers: readonly string[];
  /** Names of the model's layers in them. */
  readonly members: readonly string[];
}

/**
 * The stages of an order over groups of layers that run from output to input. `cascade` adds one at a time from the
 * output (Adebayo et al. 2018, section 3.1), `bottom-up` from the input; `independent` randomises each alone
 * (section 3.2). `labels` has one stage, in which all layers are trained anew on permuted labels (section 4). The trained
 * model is not a stage.
 */
export function stagesOf(order: Order, groups: readonly Pick<LayerGroup, 'name' | 'members'>[]): Stage[] {
  const stage = (name: string, random: typeof groups): Stage => ({
    name,
    order,
    layers: random.map((g) => g.name),
    members: random.flatMap((g) => g.members),
  });
  if (order === 'labels') return [stage('labels', groups)];
  if (order === 'independent') return groups.map((g) => stage(g.name, [g]));
  const sequence = order === 'cascade' ? groups : groups.toReversed();
  return sequence.map((g, i) => stage(g.name, sequence.slice(0, i + 1)));
}

const RANDOMISING: ReadonlySet<string> = new Set<Order>(['cascade', 'bottom-up', 'independent']);

/** Equal for stages, of whatever order, that are the same model in the same draw. */
export function modelKey({ order, name, members }: Stage): string {
  return JSON.stringify(RANDOMISING.has(order) ? [...members].sort() : { order, name });
}
