import { requireExplainable } from '../../attribution/dry-trace.ts';
import { Programs } from '../../attribution/passes/programs.ts';
import { WeightedModel } from '../../attribution/passes/weighted-model.ts';
import { findCheck } from '../../checks/registry.ts';
import type { Config } from '../../config/config.ts';
import { listed } from '../../config/options/replica.ts';
import type { Engine } from '../../engine/engine.ts';
import { InputError } from '../../errors.ts';
import type { Model } from '../../model/model.ts';
import type { Notice } from '../../results/report.ts';
import { automaticBatch } from './batch-size.ts';
import { fitMethods } from './fit-methods.ts';
import { openModel } from './open-model.ts';
import { selectChecks } from './select-checks.ts';
import type { SelectedMethod } from './select-methods.ts';
import type { Subject } from './subject.ts';
import { untrainable } from './untrainable.ts';

/** A network that was given beside the model, ready to explain the same inputs. */
export interface GivenNetwork {
  /** `replica-1`, `replica-2` ..., in the order in which they were given. */
  readonly name: string;
  /** Its path as it was given, or the name that it has. */
  readonly source: string;
  readonly model: Model;
  readonly programs: Programs;
  /** Names of the methods that fit it. */
  readonly methods: readonly string[];
  dispose(): Promise<void>;
}

const ITSELF =
  'it is the model itself, with the same weights, so that its maps say nothing of other networks: give one that was trained apart';

interface Beside {
  readonly config: Pick<Config, 'replica' | 'batch' | 'size' | 'training'>;
  readonly checks: string | readonly string[];
  readonly cwd: string;
  readonly model: Model;
  readonly engine: Engine;
  readonly inputs: number;
  readonly methods: readonly SelectedMethod['method'][];
  readonly afterBatch: (inputs: number) => void | Promise<void>;
  readonly notify: (notice: Notice) => void;
}

/**
 * Opens the networks of a configuration, where a check of the run asks for some; else there are none.
 * @throws InputError for one that cannot be read, or has other inputs or classes than the model
 */
export async function openGivenNetworks(beside: Beside): Promise<GivenNetwork[]> {
  const { config, checks } = beside;
  if (!selectChecks(checks).some(({ name }) => findCheck(name).needs.networks)) return [];
  const given = config.replica === undefined ? [] : listed(config.replica);
  const opened: GivenNetwork[] = [];
  const obstacle = untrainable(beside.model);
  if (given.length > 0 && config.training?.data !== undefined && obstacle !== null) {
    const message = `no networks are trained from other seeds: ${obstacle}`;
    beside.notify({ code: 'check-skipped', message });
  }
  try {
    for (const [at, one] of given.entries()) opened.push(await openNetwork(one, `replica-${at + 1}`, beside));
    return opened;
  } catch (error) {
    for (const network of opened) await network.dispose();
    throw error;
  }
}

async function openNetwork(
  given: string | Config['model'],
  name: string,
  { config, cwd, model, engine, inputs, methods, afterBatch, notify }: Beside,
): Promise<GivenNetwork> {
  const extents = typeof given === 'string' && config.size !== undefined ? { size: config.size } : {};
  const network = await openModel({ model: given, ...extents }, cwd);
  const source = typeof given === 'string' ? given : network.source;
  const free = () => {
    if (network !== given) network.dispose();
  };
  const tell = ({ code, message }: Notice) => notify({ code, message: `${name} (${source}): ${message}` });
  try {
    requireAlike(source, network, model);
    requireExplainable(network);
    for (const message of network.notices ?? []) tell({ code: 'model', message });
    if (network.sha256 === model.sha256) tell({ code: 'model', message: ITSELF });
    const selected = methods.map((method): SelectedMethod => ({ method, set: name }));
    const programs = new Programs(
      engine,
      network,
      config.batch ?? automaticBatch(network, selected, inputs, tell),
      afterBatch,
    );
    const weighted = new WeightedModel(programs, network.trained);
    const fitting = await fitMethods(selected, weighted, tell)
      .catch((error) => {
        // The notices have said why none is left.
        if (error instanceof InputError) return { methods: [] };
        throw error;
      })
      .finally(() => weighted.release());
    return {
      ...{ name, source, model: network, programs },
      methods: fitting.methods.map((method) => method.name),
      dispose: async () => {
        await programs.dispose();
        free();
      },
    };
  } catch (error) {
    free();
    throw error;
  }
}

type Described = Pick<Model, 'tokens' | 'inputShape' | 'classes' | 'output'>;

/**
 * Throws InputError for a network whose maps cannot be compared with those of the model: one of other inputs or classes, and any of
 * texts, since what is explained of a text are the numbers that a network's own embedding makes of it.
 */
export function requireAlike(source: string, network: Described, model: Described): void {
  const thing = `replica ${source}`;
  const expected = "a network whose maps can be compared with the model's";
  if (network.tokens && model.tokens) {
    const found =
      'one of texts: its maps are of what its own embedding makes of them, which no other network shares';
    throw new InputError({ thing, expected, found, hint: 'Leave --replica out.' });
  }
  if (network.tokens || model.tokens) {
    const found = network.tokens
      ? 'one of texts, which the model is not'
      : 'one that is not of texts, as the model is';
    throw new InputError({ thing, expected, found, hint: 'Leave --replica out, or give another one.' });
  }
  const words = ({ inputShape, classes, output }: Described) =>
    `inputs of [${inputShape.join(', ')}] and ` +
    (output === 'regression' ? 'a single number (a regression)' : `${classes} classes`);
  if (words(network) === words(model)) return;
  throw new InputError({ thing, expected: `${words(model)}, as the model has`, found: words(network) });
}

/** What stands in the model's place under a change: a network that was given, or the model itself. */
export function standingIn(
  { networks, model, programs }: Pick<Subject, 'networks' | 'model' | 'programs'>,
  name: string | undefined,
): Pick<GivenNetwork, 'model' | 'programs'> {
  if (name === undefined) return { model, programs };
  const found = networks.find((network) => network.name === name);
  if (!found) throw new Error(`the network ${name} is asked for, and nobody has given it`);
  return found;
}
