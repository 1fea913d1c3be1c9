import { writeFileSync } from 'node:fs';
import { layersDocument } from './layer-table.ts';

writeFileSync(new URL('layers.md', import.meta.url), layersDocument());
