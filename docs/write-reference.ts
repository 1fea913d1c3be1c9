import { writeFile } from 'node:fs/promises';
import { COMMANDS } from '../src/cli/commands/index.ts';
import { optionSentences } from './option-sentences.ts';
import { optionsReference } from './options-reference.ts';
import { reportReference } from './report-reference.ts';

// Makes the pages of docs/ that repeat what the code says.
await writeFile(new URL('options.md', import.meta.url), optionsReference(COMMANDS, await optionSentences()));
await writeFile(new URL('report.md', import.meta.url), reportReference());
