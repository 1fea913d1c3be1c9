import { kebabCase } from '../config/options/list.ts';
import { parseConfig } from '../config/parse.ts';
import type { PartialConfig } from '../config/schema.ts';
import type { Arguments } from './command.ts';
import { FLAGS } from './options.ts';

/**
 * The part of a configuration that was given as options: `--batch-norm keep` is `batchNorm: 'keep'`, `--learning-rate .1`
 * is `training: { rate: .1 }`. Throws InputError that names the option.
 */
export function configFromArguments(args: Arguments): PartialConfig {
  const given: Record<string, unknown> = {};
  for (const [name, { path }] of FLAGS) {
    if (args[name] === undefined) continue;
    let at = given;
    for (const key of path.slice(0, -1)) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[path.at(-1)!] = args[name];
  }
  return parseConfig(given, optionOf);
}

/** The option that gives a key of a configuration; of a list, the option that gives the list. */
function optionOf(path: string): string {
  const key = path.replace(/\[\d+\]$/, '');
  const found = [...FLAGS].find(([, each]) => each.path.join('.') === key);
  return `--${found ? found[0] : kebabCase(key)}`;
}
