import { relative } from 'node:path';
import type { Config } from '../config/config.ts';
import { findConfig, loadConfig, mergeConfig } from '../config/load.ts';
import type { PartialConfig } from '../config/schema.ts';
import { configFromArguments } from './arguments.ts';
import { type Arguments, type Io, PROGRAM } from './command.ts';

const HINT = `Give --model and --inputs, write a configuration with \`${PROGRAM} init\`, or try \`${PROGRAM} demo\`.`;

/** The configuration of a command: options over the configuration file over defaults that are left to the run. */
export async function configOf(args: Arguments, io: Io): Promise<Config> {
  const options = configFromArguments(args);
  return mergeConfig([await fileConfig(args, io), options], HINT);
}

async function fileConfig(args: Arguments, io: Io): Promise<PartialConfig> {
  if (args.config !== undefined) return loadConfig(String(args.config), io.cwd);
  const found = await findConfig(io.cwd);
  return found === null ? {} : loadConfig(relative(io.cwd, found), io.cwd);
}
