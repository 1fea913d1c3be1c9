/** What a figure is called that has several pages, and the names of these. */
export interface Pages {
  readonly figure: string;
  readonly pages: readonly string[];
}

/** Which figures take several pages, in one sentence; null where none does. */
export function pagesNotice(divided: readonly Pages[]): string | null {
  if (divided.length === 0) return null;
  if (divided.length === 1) {
    const [{ figure, pages }] = divided;
    return `${figure} does not fit on one page: it is drawn as ${pages.join(', ')}`;
  }
  const each = divided.map(({ figure, pages }) => `${figure} (${pages.length})`);
  return `${divided.length} figures do not fit on one page; they are drawn as NAME-page-1, NAME-page-2 and so on: ${each.join(', ')}`;
}
