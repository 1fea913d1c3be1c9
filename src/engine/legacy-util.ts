import util from 'node:util';

type Legacy = Partial<Record<'isNullOrUndefined' | 'isArray', (value: unknown) => boolean>>;

/**
 * Supplies the functions of Node's `util` that tfjs-node 4.22 calls for every kernel, where this Node has none: the
 * first was removed in Node 23, the second is deprecated.
 */
export function supplyLegacyUtil(): void {
  const legacy = util as Legacy;
  legacy.isNullOrUndefined ??= (value) => value == null;
  legacy.isArray ??= Array.isArray;
}
