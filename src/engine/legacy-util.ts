import util from 'node:util';

type Legacy = Record<'isNullOrUndefined' | 'isArray', (value: unknown) => boolean>;

/**
 * Supplies the functions of Node's `util` that tfjs-node 4.22 calls for every kernel. Node 23 removed the first, and Node
 * 22 warns of both on standard error; these say the same and are silent.
 */
export function supplyLegacyUtil(): void {
  const legacy = util as unknown as Legacy;
  legacy.isNullOrUndefined = (value) => value == null;
  legacy.isArray = Array.isArray;
}
