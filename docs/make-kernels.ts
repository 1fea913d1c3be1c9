import { writeFileSync } from 'node:fs';
import { kernelDocument } from './kernel-table.ts';

writeFileSync(new URL('kernels.md', import.meta.url), kernelDocument());
