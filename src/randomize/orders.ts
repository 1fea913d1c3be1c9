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
 * (section 3.2). The trained model is not a stage.
 */
export function stagesOf(order: Order, groups: readonly Pick<LayerGroup, 'name' | 'members'>[]): Stage[] {
  const stage = (name: string, random: typeof groups): Stage => ({
    name,
    order,
    layers: random.map((g) => g.name),
    members: random.flatMap((g) => g.members),
  });
  if (order === 'independent') return groups.map((g) => stage(g.name, [g]));
  const sequence = order === 'cascade' ? groups : groups.toReversed();
  return sequence.map((g, i) => stage(g.name, sequence.slice(0, i + 1)));
}
