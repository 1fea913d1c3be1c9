import { rm } from 'node:fs/promises';

// What an earlier build left of modules that are gone would be packed with the rest.
await rm(new URL('../dist/', import.meta.url), { recursive: true, force: true });
