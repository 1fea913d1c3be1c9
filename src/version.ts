import { createRequire } from 'node:module';

const PACKAGE = createRequire(import.meta.url)('../package.json') as { version: string; homepage?: string };

/** The version of this package. */
export const VERSION: string = PACKAGE.version;

/** Where this package is read about; undefined where it does not say. */
export const HOMEPAGE: string | undefined = PACKAGE.homepage;
