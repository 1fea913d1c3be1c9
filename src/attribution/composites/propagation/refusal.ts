import type { Step } from '../../../engine/composite.ts';
import { MisfitError } from '../../misfit.ts';

/** The error for an operation that a composite has no rule for, which the network would pass in silence else. */
export function refusal(composite: string, { kernel }: Step, found = ''): MisfitError {
  return new MisfitError({
    thing: `composite ${composite}`,
    expected: 'a network of operations that it has a rule for',
    found: ['the operation', kernel, found].filter(Boolean).join(' '),
  });
}
