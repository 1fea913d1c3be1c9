import { extname, join } from 'node:path';
import { OWN } from '../../own-folder.ts';
import { answerOf } from '../other-process.ts';

/** How TensorFlow's library did on the probes, in a process of its own. */
export type LibraryTrial =
  | {
      readonly kind: 'computed';
      /** From plain JavaScript, over the largest value, by probe. */
      readonly differences: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'unloadable'; readonly message: string }
  | { readonly kind: 'died'; readonly how: string };

// As this file is: built, or in TypeScript, which Node needs a loader for.
const EXTENSION = extname(import.meta.url);
const SCRIPT = join(OWN, `engine/tensorflow/probe-process${EXTENSION}`);

/** Has the backend that a package provides compute the probes. The variables are set in that process alone. */
export async function tryLibrary(
  name: string,
  variables: Readonly<Record<string, string>>,
): Promise<LibraryTrial> {
  const loader = EXTENSION === '.ts' ? ['--import', import.meta.resolve('jiti/register')] : [];
  const { stdout, how } = await answerOf([...loader, SCRIPT, name], '', variables);
  if (how !== null) return { kind: 'died', how };
  const { differences, message } = JSON.parse(stdout.slice(stdout.lastIndexOf('\n')));
  if (message !== undefined) return { kind: 'unloadable', message };
  const numbers = Object.entries(differences).map(([kind, value]) => [kind, Number(value)]);
  return { kind: 'computed', differences: Object.fromEntries(numbers) };
}
