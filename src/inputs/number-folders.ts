import { InputError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import type { ClassNames } from './class-names.ts';
import { byName } from './file-name.ts';
import type { Folder } from './folder.ts';

/** How folders of images are numbered. */
export interface NumberedFolders {
  /** Whether it is by their order alone: neither their names nor those of the classes say it. */
  readonly counted: boolean;
  /** The class of a folder. Throws InputError for one that is called like no class where others are. */
  classOf(folder: string): number;
}

/**
 * The classes of folders: those that their names mean as numbers, else the classes of these names, where some are, else
 * their places in the order of their names.
 */
export function numberFolders({ path, classes }: Folder, names: ClassNames | null): NumberedFolders {
  if (classes.every((name) => /^\d+$/.test(name))) return { counted: false, classOf: Number };
  if (names && classes.some((name) => names.classOf(name) !== null)) {
    return {
      counted: false,
      classOf: (name) => names.classOf(name) ?? strange(`${path}/${name}`, name, names),
    };
  }
  const order = new Map([...classes].sort(byName).map((name, i) => [name, i]));
  return { counted: true, classOf: (name) => order.get(name)! };
}

function strange(thing: string, name: string, { names }: ClassNames): never {
  const nearest = nearestNames(name, names);
  const did = nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : undefined;
  throw new InputError({
    thing,
    expected: 'a folder that is called like one of the classes, as others are',
    found: names.includes(name) ? 'the name of several' : 'the name of none',
    hint: names.includes(name) ? 'Name the folders by class index, or add labels.json.' : did,
  });
}
