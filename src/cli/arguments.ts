import { parseConfig } from '../config/parse.ts';
import type { PartialConfig } from '../config/schema.ts';
import type { Arguments } from './command.ts';
import { RUN_OPTIONS } from './options.ts';

/**
 * The part of a configuration that was given as options: `--batch-norm keep` is `batchNorm: 'keep'`. Throws InputError
 * that names the option.
 */
export function configFromArguments(args: Arguments): PartialConfig {
  const given: Record<string, unknown> = {};
  for (const option of Object.keys(RUN_OPTIONS)) {
    if (args[option] !== undefined) given[camelCase(option)] = args[option];
  }
  return parseConfig(
    given,
    (path) => `--${path.replace(/\[\d+\]$/, '').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`,
  );
}

function camelCase(option: string): string {
  return option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
