import { findCheck } from '../../checks/registry.ts';
import { InputError } from '../../errors.ts';
import type { Inputs } from '../../inputs/inputs.ts';
import type { Region } from '../../similarity/region/region.ts';
import { selectChecks } from './select-checks.ts';

/** What explanations should point to. */
export interface FoundRegions {
  /** One for each input. */
  readonly regions: readonly Region[];
  readonly notices: readonly string[];
}

const HINT =
  'Put NAME.mask.png beside the image, or name a folder of masks or a regions.json with --regions.';

/**
 * The regions of all inputs, where a check of the run needs them, else null: also where one that came with a profile needs them, and an
 * input has none.
 * @throws InputError where an input has none and a check that was named needs them, and for what cannot be read
 */
export async function regionsFor(
  checks: string | readonly string[],
  inputs: Inputs,
): Promise<FoundRegions | null> {
  const asking = selectChecks(checks).find(({ name }) => findCheck(name).needs.regions);
  if (asking === undefined) return null;
  const found = (await inputs.regions?.()) ?? inputs.ids.map(() => null);
  const without = inputs.ids.filter((_, i) => found[i] === null);
  if (without.length > 0 && asking.profile !== null) return null;
  if (without.length > 0) {
    throw new InputError({
      thing: `check ${asking.name}: region of ${without[0]}`,
      expected: 'a mask or boxes for every input',
      found: `none for ${without.length} of ${inputs.ids.length}`,
      hint: HINT,
    });
  }
  const regions = found as readonly Region[];
  const empty = inputs.ids.filter((_, i) => !regions[i].inside.includes(1));
  const notices =
    empty.length === 0
      ? []
      : [
          `${empty.length} ${empty.length === 1 ? 'region is' : 'regions are'} empty, what points to them is undefined: ${empty[0]}`,
        ];
  return { regions, notices };
}
