import type { WeightRole } from './model.ts';

const MORE: ReadonlySet<WeightRole> = new Set(['kernel', 'depthwise-kernel', 'other']);

/** Whether a layer of such weights does no more than to scale and to shift, as a normalisation does. */
export const scalesOnly = (roles: readonly WeightRole[]): boolean => !roles.some((role) => MORE.has(role));
