import type { Command } from '../command.ts';
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
  figure,
  explain,
  randomize,
  compare,
  methods,
  inspect,
];
