import type { Config } from '../config/config.ts';
import { DEFAULTS, defaultGates, resolveGate } from '../config/defaults.ts';
import { splitNames } from '../config/list.ts';
import type { Gate, Order, Plan } from '../config/plan.ts';
import { InputError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import { stagesOf } from '../randomize/orders.ts';
import { describeRandomization, selectLayers } from '../randomize/randomize.ts';
import { findMetric } from '../similarity/registry.ts';
import type { Subject } from './subject.ts';

/**
 * Fills in every option of a run for one subject and freezes the result. Throws InputError for unknown metrics, layers
 * and stages of gates.
 */
export function planRun(config: Config, subject: Subject): Plan {
  const orders = splitNames(config.orders ?? DEFAULTS.orders) as Order[];
  const gated = (config.gates ?? []).map((gate) => gate.metric);
  const metrics = [...new Set([...splitNames(config.metrics ?? DEFAULTS.metrics), ...gated])];
  for (const metric of metrics) findMetric(metric);
  const layers = config.layers === undefined ? null : splitNames(config.layers);
  const group = config.group ?? DEFAULTS.group;
  const gates = config.gates?.map(resolveGate) ?? defaultGates(orders, metrics);
  for (const gate of gates) requireGate(gate, orders, subject, layers, group);
  const initializer = config.initializer ?? DEFAULTS.initializer;
  const batchNorm = config.batchNorm ?? DEFAULTS.batchNorm;
  const plan: Plan = {
    model: typeof config.model === 'string' ? config.model : subject.model.source,
    inputs: typeof config.inputs === 'string' ? config.inputs : 'arrays',
    labels: typeof config.labels === 'string' ? config.labels : null,
    preprocess: preprocessName(config),
    methods: Object.fromEntries(
      subject.methods.map((m) => [m.name, { ...m.settings, ...m.resolve?.(subject.model) }]),
    ),
    orders,
    metrics,
    gates,
    confidence: config.confidence ?? DEFAULTS.confidence,
    draws: config.draws ?? DEFAULTS.draws,
    limit: config.limit ?? DEFAULTS.limit,
    layers,
    group,
    target: config.target ?? DEFAULTS.target,
    initializer,
    randomization: describeRandomization(subject.model, initializer, batchNorm),
    batchNorm,
    seed: config.seed ?? DEFAULTS.seed,
    engine: config.engine ?? DEFAULTS.engine,
    backend: subject.engine.backend,
    threads: subject.engine.threads,
    batch: subject.programs.batch,
    pictures: Math.min(config.pictures ?? DEFAULTS.pictures, subject.batch.count),
  };
  return Object.freeze(plan);
}

function preprocessName({ inputs, preprocess = DEFAULTS.preprocess }: Config): string {
  if (typeof inputs !== 'string') return 'raw';
  return typeof preprocess === 'function' ? 'custom' : preprocess;
}

function requireGate(
  gate: Gate,
  orders: readonly Order[],
  { model }: Subject,
  layers: readonly string[] | null,
  group: string,
): void {
  const thing = `gate ${gate.order} ${gate.stage} ${gate.metric}`;
  if (!orders.includes(gate.order)) {
    throw new InputError({
      thing,
      expected: `an order of the run: ${orders.join(', ')}`,
      found: gate.order,
    });
  }
  if (!findMetric(gate.metric).gating) {
    throw new InputError({ thing, expected: 'a metric that gates may be set on', found: 'a diagnostic' });
  }
  const known = [
    'output',
    'full',
    ...stagesOf(gate.order, selectLayers(model, layers, group)).map((s) => s.name),
  ];
  if (known.includes(gate.stage)) return;
  const nearest = nearestNames(gate.stage, known);
  throw new InputError({
    thing,
    expected: `one of the stages ${known.join(', ')}`,
    found: gate.stage,
    hint: nearest.length ? `Did you mean ${nearest.join(' or ')}?` : undefined,
  });
}
