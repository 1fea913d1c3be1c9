import type { Composite } from '../../engine/composite.ts';
import { InputError } from '../../errors.ts';
import { deconvnet } from './deconvnet.ts';
import { guided } from './guided.ts';

/** Every kernel keeps its derivative. */
export const gradient: Composite = { name: 'gradient', kernels: [], ruleFor: () => null };

/** The composites that go by a name. */
export const COMPOSITES: readonly Composite[] = Object.freeze([gradient, guided, deconvnet]);

/** A composite by its name, or the one that was given. Throws InputError for an unknown name. */
export function findComposite(choice: string | Composite): Composite {
  if (typeof choice !== 'string') return choice;
  const found = COMPOSITES.find(({ name }) => name === choice);
  if (found) return found;
  const known = COMPOSITES.map(({ name }) => name).join(', ');
  throw new InputError({ thing: 'composite', expected: `one of ${known}`, found: choice });
}
