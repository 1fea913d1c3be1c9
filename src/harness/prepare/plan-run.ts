import { conditionNames, type ExperimentFacts } from '../../checks/check.ts';
import { findProfile } from '../../checks/profiles.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Config } from '../../config/config.ts';
import { DEFAULTS, defaultGates, resolveGate } from '../../config/defaults.ts';
import { OPTIONS } from '../../config/options/list.ts';
import { plannedOf } from '../../config/options/option.ts';
import { InputError } from '../../errors.ts';
import { chosenClasses, splitNames } from '../../names.ts';
import { nearestNames } from '../../nearest.ts';
import type { Gate, Plan } from '../../plan/plan.ts';
import { resolveGroup } from '../../randomize/group.ts';
import { describeRandomization } from '../../randomize/randomize.ts';
import { findMetric } from '../../similarity/registry.ts';
import { looksWithin } from '../../statistics/looks.ts';
import { experimentFacts } from './experiment-facts.ts';
import { fitChecks } from './fit-checks.ts';
import { planTraining } from './plan-training.ts';
import type { Subject } from './subject.ts';
import { untrainable } from './untrainable.ts';

/**
 * Fills in every option of a run for one subject and freezes the result. Throws InputError for unknown metrics, layers
 * and stages of gates.
 */
export function planRun(config: Config, subject: Subject): Plan {
  const layers = config.layers === undefined ? null : splitNames(config.layers);
  const group = resolveGroup(subject.model, config.group ?? DEFAULTS.group, layers);
  const trains = config.training?.data !== undefined && untrainable(subject.model) === null;
  const data = trains ? {} : undefined;
  const { orders, profile } = fitChecks(
    config,
    subject,
    experimentFacts(subject, { layers, group, training: data }),
  );
  const gated = (config.gates ?? []).flatMap(({ check, order = check, metric }) =>
    quantitiesOf(order).includes(metric) ? [] : [metric],
  );
  // What a check is gated on by default is computed for it, unless the user names metrics or gates.
  const measured =
    config.metrics || config.gates ? [] : orders.flatMap((order) => findCheck(order).measures ?? []);
  const metrics = [...new Set([...splitNames(config.metrics ?? DEFAULTS.metrics), ...gated, ...measured])];
  for (const metric of metrics) findMetric(metric);
  for (const order of orders) {
    requireClasses(order, subject);
    requireLabels(order, subject);
  }
  const training = planTraining(config, orders, subject.model) ?? undefined;
  const facts = experimentFacts(subject, { layers, group, training });
  const { groups } = facts;
  const namesOf = (order: string) => gateNames(order, facts);
  // A network of two layers has no middle.
  const gates =
    config.gates?.map(resolveGate) ??
    defaultGates(orders, metrics, profile && findProfile(profile.name)).filter(({ order, stage }) =>
      namesOf(order).includes(stage),
    );
  for (const gate of gates) requireGate(gate, orders, namesOf);
  const initializer = config.initializer ?? DEFAULTS.initializer;
  const batchNorm = config.batchNorm ?? DEFAULTS.batchNorm;
  const most = { inputs: subject.batch.count, draws: config.draws ?? DEFAULTS.draws };
  const looks = config.decide ? looksWithin(most) : null;
  const plan: Plan = {
    ...plannedOf(OPTIONS, config),
    model: typeof config.model === 'string' ? config.model : subject.model.source,
    inputs: typeof config.inputs === 'string' ? config.inputs : 'arrays',
    labels: typeof config.labels === 'string' ? config.labels : null,
    preprocess: subject.model.tokens ? 'raw' : preprocessName(config),
    methods: Object.fromEntries(
      subject.methods.map((m) => [m.name, { ...m.settings, ...m.resolve?.(subject.model) }]),
    ),
    orders,
    metrics,
    gates,
    classes: chosenClasses(config.classes),
    ...(subject.networks.length > 0 ? { replica: subject.networks.map(({ source }) => source) } : {}),
    layers,
    group,
    groups: groups.map(({ name, members }) => ({ name, layers: members })),
    randomization: describeRandomization(subject.model, initializer, batchNorm),
    backend: subject.engine.backend,
    device: subject.engine.device,
    threads: subject.engine.threads,
    batch: subject.programs.batch,
    reuse: subject.reuse !== null,
    pictures: Math.min(
      config.pictures ?? fittingPictures(subject, orders, facts),
      looks?.[0].inputs ?? subject.batch.count,
    ),
    ...(looks ? { looks } : {}),
    ...(training ? { training } : {}),
    ...(profile ? { profile } : {}),
  };
  return Object.freeze(plan);
}

/** The most that the maps for figures may take when nobody asks for a number of them, in bytes. */
export const PICTURE_BUDGET = 160 * 2 ** 20;

/** The default number of pictures, or as many as have room for their maps at every stage. */
function fittingPictures(
  { model, methods }: Subject,
  orders: readonly string[],
  facts: ExperimentFacts,
): number {
  const values = model.inputShape.reduce((size, extent) => size * extent, 1);
  const { length } = facts.groups;
  const most = Math.max(...orders.map((order) => findCheck(order).conditions(facts).length));
  const maps = orders.length * (Math.max(length, most) + 1) * methods.length;
  const bytes = maps * values * Float32Array.BYTES_PER_ELEMENT;
  return Math.max(1, Math.min(DEFAULTS.pictures, Math.floor(PICTURE_BUDGET / bytes)));
}

function preprocessName({ inputs, preprocess = DEFAULTS.preprocess }: Config): string {
  if (typeof inputs !== 'string') return 'raw';
  return typeof preprocess === 'function' ? 'custom' : preprocess;
}

/** The names by which gates may call the stages of a check. */
function gateNames(order: string, facts: ExperimentFacts): string[] {
  const check = findCheck(order);
  return [...new Set([...check.gateNames, ...conditionNames(check.conditions(facts))])];
}

function requireGate(gate: Gate, orders: readonly string[], namesOf: (order: string) => string[]): void {
  const thing = `gate ${gate.order} ${gate.stage} ${gate.metric}`;
  if (!orders.includes(gate.order)) {
    throw new InputError({
      thing,
      expected: `a check of the run: ${orders.join(', ')}`,
      found: gate.order,
    });
  }
  requireSide(gate, thing);
  if (!quantitiesOf(gate.order).includes(gate.metric) && !findMetric(gate.metric).gating) {
    throw new InputError({ thing, expected: 'a metric that gates may be set on', found: 'a diagnostic' });
  }
  const known = namesOf(gate.order);
  if (known.includes(gate.stage)) return;
  const nearest = nearestNames(gate.stage, known);
  throw new InputError({
    thing,
    expected: `one of the stages ${known.join(', ')}`,
    found: gate.stage,
    hint: nearest.length ? `Did you mean ${nearest.join(' or ')}?` : undefined,
  });
}

/** The numbers that a check finds by itself. */
function quantitiesOf(order: string = DEFAULTS.orders[0]): readonly string[] {
  return findCheck(order).own?.quantities.map(({ name }) => name) ?? [];
}

/** A gate asks for the most where maps have to change, and for the least where they have to stay. */
function requireSide({ order, maximum }: Gate, thing: string): void {
  const least = findCheck(order).expects !== 'change';
  if (least !== (maximum !== undefined)) return;
  throw new InputError({
    thing,
    expected: least ? '`minimum`: the check asks for the least' : '`maximum`: the check asks for the most',
    found: least ? '`maximum`' : '`minimum`',
  });
}

function requireClasses(order: string, { model }: Subject): void {
  const { classes = 1 } = findCheck(order).needs;
  if (model.classes >= classes) return;
  throw new InputError({
    thing: `check ${order}`,
    expected: `a classifier of ${classes} classes or more`,
    found:
      model.output === 'regression' ? 'a single output that is a number (a regression)' : `${model.classes}`,
  });
}

function requireLabels(order: string, { inputs }: Subject): void {
  const without = inputs.ids.filter((_, i) => inputs.labels[i] === null);
  if (!findCheck(order).needs.labels || without.length === 0) return;
  throw new InputError({
    thing: `check ${order}: label of ${without[0]}`,
    expected: 'a label for every input, so that answers are right or wrong',
    found: `none for ${without.length} of ${inputs.ids.length}`,
    hint: 'Put images into a folder for each class, or give --labels.',
  });
}
