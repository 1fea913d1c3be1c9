import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where what is made is kept, and what may be made. */
export interface Keeping {
  /** A folder outside of the repository. */
  readonly cache: string;
  /** Only what is there is taken. */
  readonly stored: boolean;
  /** Seconds of the processor after which nothing more is made. */
  readonly budget: number;
}

/**
 * Makes something once, as JSON in a folder, and reads it where it was made before. Null where only what is stored is wanted
 * and it is not there; past the budget the process ends.
 */
export async function kept<T>(
  folder: string,
  name: string,
  { stored, budget }: Keeping,
  make: () => Promise<T>,
): Promise<T | null> {
  const file = path.join(folder, `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  if (stored) return null;
  if (process.cpuUsage().user / 1e6 > budget) {
    console.error(`the budget is spent before ${name}: call again to go on`);
    process.exit(3);
  }
  const made = await make();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(made));
  return made;
}
