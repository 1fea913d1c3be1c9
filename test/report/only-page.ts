/** The one page of a figure. Throws where it has none, or several. */
export async function onlyPage(drawing: Promise<string[]>): Promise<string> {
  const pages = await drawing;
  if (pages.length !== 1) throw new Error(`expected one page, got ${pages.length}`);
  return pages[0];
}
