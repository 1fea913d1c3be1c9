import { relative } from 'node:path';
import type { Config, MethodChoice } from '../config/config.ts';
import { findConfig, loadConfig, mergeConfig } from '../config/load.ts';
import type { PartialConfig } from '../config/schema.ts';
import { splitNames } from '../names.ts';
import { configFromArguments } from './arguments.ts';
import { type Arguments, type Io, PROGRAM } from './command.ts';

const HINT = `Give --model and --inputs, write a configuration with \`npx ${PROGRAM} init\`, or try \`npx ${PROGRAM} demo\`.`;

/** The configuration of a command: options over the configuration file over defaults that are left to the run. */
export async function configOf(args: Arguments, io: Io): Promise<Config> {
  const options = configFromArguments(args);
  const file = await fileConfig(args, io);
  const methods = pickMethods(options.methods, file.methods);
  return mergeConfig([file, { ...options, methods }], HINT);
}

/** A name on the command line stands for the configuration's method of that name, its settings and code included. */
function pickMethods(
  named: MethodChoice | undefined,
  configured: MethodChoice | undefined,
): MethodChoice | undefined {
  if (typeof named !== 'string' || typeof configured !== 'object') return named;
  return splitNames(named).map(
    (name) => configured.find((method) => typeof method === 'object' && method.name === name) ?? name,
  );
}

async function fileConfig(args: Arguments, io: Io): Promise<PartialConfig> {
  if (args.config !== undefined) return loadConfig(String(args.config), io.cwd);
  const found = await findConfig(io.cwd);
  return found === null ? {} : loadConfig(relative(io.cwd, found), io.cwd);
}
