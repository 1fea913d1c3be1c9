import type { Command } from '../command.ts';
import { baseline } from './baseline.ts';
import { cache } from './cache.ts';
import { compare } from './compare.ts';
import { demo } from './demo.ts';
import { explain } from './explain.ts';
import { figure } from './figure.ts';
import { init } from './init.ts';
import { inspect } from './inspect.ts';
import { methods } from './methods.ts';
import { randomize } from './randomize.ts';
import { run } from './run.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  run,
  demo,
  init,
  baseline,
  figure,
  explain,
  randomize,
  compare,
  cache,
  methods,
  inspect,
];
