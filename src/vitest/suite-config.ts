import { relative, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Invocation } from '../config/invocation.ts';
import { findConfig, loadConfig, mergeConfig } from '../config/load.ts';
import { InputError } from '../errors.ts';

/** The configuration of a suite, and the command that does the same, where there is a file to name. */
export interface SuiteConfig {
  readonly config: Config;
  readonly command: Invocation | undefined;
}

/** Throws InputError where no configuration is given and none is found. */
export async function suiteConfig(config: Config | string | undefined, cwd: string): Promise<SuiteConfig> {
  if (typeof config === 'object') return { config, command: undefined };
  const path = config ?? (await findConfig(cwd));
  if (path === null) {
    throw new InputError({
      thing: 'describeSanityChecks',
      expected: 'a configuration, or a file saliency-sanity.config.* in the working folder',
      found: 'neither',
    });
  }
  const shown = relative(cwd, resolve(cwd, path));
  return {
    config: mergeConfig([await loadConfig(shown, cwd)], `Name it in ${shown}.`),
    command: { command: 'run', options: { config: shown }, configured: [] },
  };
}
