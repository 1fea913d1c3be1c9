import type { MAP_OPTIONS, OPTIONS } from './options/list.ts';
import type { ConfigOf } from './options/option.ts';

export type { Expectation, GateChoice, InputArrays, MethodChoice, MethodSettings } from './options/values.ts';

type Needed<C> = { readonly [K in keyof C]-?: C[K] };
/** A run cannot be without these. */
type Subject = 'model' | 'inputs';
type WithSubject<C extends { readonly model?: unknown; readonly inputs?: unknown }> = Needed<
  Pick<C, Subject>
> &
  Omit<C, Subject>;

/** What maps are made of: the part of a configuration that `explain` reads. */
export interface ExplainConfig
  extends WithSubject<ConfigOf<typeof MAP_OPTIONS>>,
    ConfigOf<Pick<typeof OPTIONS, 'reuse'>> {}

/** What the user asks of a run. Everything but `model` and `inputs` has a default. */
export interface Config extends WithSubject<ConfigOf<typeof OPTIONS>> {}

/**
 * Returns its argument. Gives a configuration file completion and type checks:
 * `export default defineConfig({ model: 'model', inputs: 'images' })`.
 */
export function defineConfig(config: Config): Config {
  return config;
}
