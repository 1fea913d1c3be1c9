import { InputError } from '../errors.ts';

/**
 * A network lacks what a method needs. Not a fault of what was asked: the other methods run, and this one is left out with
 * its reason.
 */
export class MisfitError extends InputError {}
