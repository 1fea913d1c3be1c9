import { writeFile } from 'node:fs/promises';
import { reportJsonSchema } from '../src/results/report-schema.ts';

// Makes schema/report.schema.json, which is part of the package, from the schema that the code checks reports with.
await writeFile(new URL('report.schema.json', import.meta.url), reportJsonSchema());
