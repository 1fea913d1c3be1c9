import { InputError } from '../../errors.ts';
import type { LibraryTrial } from './try-library.ts';

/** Which kernels TensorFlow's library computes with: those it has by default, or those without Intel's oneDNN. */
export type Kernels = 'default' | 'without-onednn';

/** TensorFlow reads it once, when it loads. */
export const ONEDNN = 'TF_ENABLE_ONEDNN_OPTS';

/** Results may differ from plain JavaScript by this much of the largest value, which two engines may differ by. */
const TOLERANCE = 1e-4;

export interface Choice {
  readonly kernels: Kernels;
  /** Whether the variable has to be set before the library loads. */
  readonly switchOff: boolean;
  /** What was done otherwise than by default, and why. */
  readonly notice?: string;
}

export interface ChoiceOptions {
  /** The package that provides the backend. */
  readonly name: string;
  /** What its user has set the variable to; undefined where nothing is set. */
  readonly setting: string | undefined;
  /** Whether setting the variable still has an effect. */
  readonly maySet: boolean;
  readonly tryLibrary: (name: string, variables: Readonly<Record<string, string>>) => Promise<LibraryTrial>;
}

/**
 * Finds out which kernels of TensorFlow's library compute on this processor what plain JavaScript computes: its default ones,
 * else those without oneDNN. A setting of the user is kept, and a notice says what it does. Throws InputError where neither
 * computes it.
 */
export async function chooseKernels(options: ChoiceOptions): Promise<Choice> {
  const { name, setting, maySet, tryLibrary } = options;
  const kernels = isOff(setting) ? 'without-onednn' : 'default';
  const first = faultOf(await tryLibrary(name, {}));
  if (first === null) return { kernels, switchOff: false };
  if (setting !== undefined) {
    if (isOff(setting) || first.fatal) throw refused(name, [`${first.text} with ${ONEDNN}=${setting}`]);
    const notice = `${name}, tried on this processor with ${ONEDNN}=${setting}, which is set and kept: ${first.text}; maps are wrong, unset it`;
    return { kernels, switchOff: false, notice };
  }
  const second = faultOf(await tryLibrary(name, { [ONEDNN]: '0' }));
  if (second) throw refused(name, [first.text, `without oneDNN ${second.text}`]);
  if (!maySet) throw refused(name, [first.text], `Set ${ONEDNN}=0 in the environment of the process`);
  const notice = `${name}, tried on this processor: ${first.text}; it runs without oneDNN (${ONEDNN}=0), where it computes what plain JavaScript does`;
  return { kernels: 'without-onednn', switchOff: true, notice };
}

interface Fault {
  readonly text: string;
  /** Whether nothing can be computed at all. */
  readonly fatal: boolean;
}

/** What is wrong with a trial. A package that cannot be loaded is told of where it is loaded. */
function faultOf(trial: LibraryTrial): Fault | null {
  if (trial.kind === 'unloadable') return null;
  if (trial.kind === 'died') return { text: trial.how, fatal: true };
  const faults = Object.entries(trial.differences)
    // Also of values that are no numbers.
    .filter(([, difference]) => !(difference <= TOLERANCE))
    .sort(([, a], [, b]) => rank(b) - rank(a));
  if (faults.length === 0) return null;
  const [[kind, difference]] = faults;
  const more = faults.length > 1 ? ` and ${faults.length - 1} more` : '';
  const size = Number.isNaN(difference)
    ? 'no numbers'
    : `${difference.toExponential(1)} of the largest value`;
  return { text: `results that differ from plain JavaScript's (${kind}: ${size}${more})`, fatal: false };
}

const rank = (difference: number): number => (Number.isNaN(difference) ? Infinity : difference);

/** As TensorFlow reads it. */
const isOff = (setting: string | undefined): boolean =>
  setting !== undefined && /^(0|false)$/i.test(setting.trim());

function refused(name: string, faults: readonly string[], hint?: string): InputError {
  return new InputError({
    thing: name,
    expected: 'a library that computes what plain JavaScript computes',
    found: faults.join(', and '),
    hint: `${hint ?? 'Use the engine compiled'}, or --backend cpu.`,
  });
}
