import { HOMEPAGE } from '../../version.ts';

/**
 * Where a page of the docs is read, from the package's homepage; null where the package names none. A report lies
 * anywhere, so that a path beside it leads nowhere.
 */
export function docsAddress(page: string, homepage: string | undefined = HOMEPAGE): string | null {
  if (homepage === undefined || !/^https:\/\//.test(homepage)) return null;
  const [repository] = homepage.split('#');
  return `${repository.replace(/\/+$/, '')}/blob/HEAD/docs/${page}`;
}

/** A page of the docs in words: `docs/science.md, “The verdict”`. */
export function docsName(page: string): string {
  const [file, heading] = page.split('#');
  if (heading === undefined) return `docs/${file}`;
  const words = heading.replaceAll('-', ' ');
  return `docs/${file}, “${words.charAt(0).toUpperCase()}${words.slice(1)}”`;
}
