import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './own-folder.ts';

const PACKAGE = createRequire(import.meta.url)(join(ROOT, 'package.json')) as {
  version: string;
  homepage?: string;
};

/** The version of this package. */
export const VERSION: string = PACKAGE.version;

/** Where this package is read about; undefined where it does not say. */
export const HOMEPAGE: string | undefined = PACKAGE.homepage;
