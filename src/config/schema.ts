import { OPTIONS } from './options/list.ts';
import { type CheckedOf, schemaOf } from './options/option.ts';

/** Every option may be left out: a file and a command line each give a part. */
export const CONFIG_SCHEMA = schemaOf(OPTIONS);

/** A part of a configuration that was checked: names are in lists, whichever way they were given. */
export interface PartialConfig extends CheckedOf<typeof OPTIONS> {}
