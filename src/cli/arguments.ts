import { parseConfig } from '../config/parse.ts';
import type { PartialConfig } from '../config/schema.ts';
import type { Arguments } from './command.ts';
import { RUN_OPTIONS, TRAINING_KEYS } from './options.ts';

/**
 * The part of a configuration that was given as options: `--batch-norm keep` is `batchNorm: 'keep'`, `--learning-rate .1`
 * is `training: { rate: .1 }`. Throws InputError that names the option.
 */
export function configFromArguments(args: Arguments): PartialConfig {
  const given: Record<string, unknown> = {};
  const training: Record<string, unknown> = {};
  for (const option of Object.keys(RUN_OPTIONS)) {
    if (args[option] === undefined) continue;
    const key = TRAINING_KEYS[option];
    if (key) training[key] = args[option];
    else given[camelCase(option)] = args[option];
  }
  if (Object.keys(training).length > 0) given.training = training;
  return parseConfig(given, optionOf);
}

function optionOf(path: string): string {
  const [top, inner] = path.split('.');
  const trained =
    top === 'training' && Object.keys(TRAINING_KEYS).find((option) => TRAINING_KEYS[option] === inner);
  if (trained) return `--${trained}`;
  return `--${path.replace(/\[\d+\]$/, '').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
}

function camelCase(option: string): string {
  return option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
