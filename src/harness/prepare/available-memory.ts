import { freemem } from 'node:os';

/** Bytes that this process may still take, by the machine and by the limit of its container. */
export function availableMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  // Zero or more than any machine has where there is no limit.
  const left = limit > 0 ? limit - process.memoryUsage.rss() : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(freemem(), left));
}
