import { existsSync, readFileSync } from 'node:fs';
import { parseFinding } from '../../results/lines.ts';
import type { Line } from '../conclude/conclude.ts';
import { identityOf, readLine } from './line-text.ts';

/**
 * What a run has left in its journal so far, whichever run it was: what is whole and of the run that began it. Null where there
 * is no journal, or one that holds no facts of a run.
 */
export function journalLines(path: string): Line[] | null {
  if (!existsSync(path)) return null;
  const texts = readFileSync(path, 'utf8').split('\n');
  const identity = identityOf(texts[0]);
  const lines = texts.flatMap((text): Line[] => {
    const found = readLine(text, identity);
    if (found.kind !== 'own') return [];
    const kind = (found.value as { kind?: unknown } | null)?.kind;
    // What has the checksum of a run was written by it, whole.
    if (kind === 'run' || kind === 'end') return [found.value as Line];
    const finding = parseFinding(found.value);
    return finding ? [finding] : [];
  });
  return lines.some(({ kind }) => kind === 'run') ? lines : null;
}
