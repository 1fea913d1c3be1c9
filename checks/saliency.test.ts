import { fileURLToPath } from 'node:url';
import { findConfig } from '../src/config/load.ts';
import { describeSanityChecks } from '../src/vitest/index.ts';

// Any model: that of the configuration in the working folder, else the digits network of this package.
const digits = fileURLToPath(new URL('digits.config.ts', import.meta.url));
describeSanityChecks((await findConfig(process.cwd())) ?? digits);
