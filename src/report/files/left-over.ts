import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKS } from '../../checks/registry.ts';
import { FIGURE_FORMATS } from '../figures/figure-formats.ts';
import { isMapFile } from './pictures-store.ts';

const OF_CHECK = CHECKS.map(({ name }) => name).join('|');
const FIGURE = new RegExp(
  `^(card|(curves|summary)-(${OF_CHECK})|(${OF_CHECK})-(abs|signed)-\\d+(-\\d+)*)(-page-\\d+)?\\.(${FIGURE_FORMATS.join('|')})$`,
);

/** By folder of a report, which names in it are those of a run's own files. */
const OWN: Readonly<Record<string, (name: string) => boolean>> = {
  figures: (name) => FIGURE.test(name),
  maps: isMapFile,
};

/**
 * Deletes the figures and maps that an earlier run left in the folder and this one has not `written`: they would be taken for
 * those of this run. Files of other names are not touched.
 */
export async function removeLeftOver(directory: string, written: ReadonlySet<string>): Promise<void> {
  for (const [folder, isOwn] of Object.entries(OWN)) {
    const names = await readdir(join(directory, folder)).catch(() => []);
    const left = names.filter((name) => isOwn(name) && !written.has(join(directory, folder, name)));
    for (const name of left) await rm(join(directory, folder, name), { force: true });
  }
}
