import type { PageWindow } from './dom.ts';

/** Runs in the page: opens the details that a link leads to, and says of tables whether they scroll sideways. */
export function foldsPage(window: PageWindow): void {
  const { document } = window;
  const open = (hash: string): void => {
    const target = hash.length > 1 ? document.getElementById(hash.slice(1)) : null;
    const details = target?.closest('details') ?? null;
    if (details) details.open = true;
  };
  window.addEventListener('hashchange', () => open(window.location.hash));
  document.addEventListener('click', ({ target }) => {
    open(target.closest('a[href^="#"]')?.getAttribute('href') ?? '');
  });
  open(window.location.hash);

  for (const wide of document.querySelectorAll('.wide')) {
    const scroller = wide.closest('.scroller');
    const content = wide.firstElementChild;
    if (scroller === null || content === null) continue;
    const observer = new window.ResizeObserver(() => {
      scroller.dataset.scrolls = wide.scrollWidth > wide.clientWidth ? 'yes' : 'no';
    });
    observer.observe(wide);
    observer.observe(content);
  }
}
