import type { PageElement, PageWindow } from './dom.ts';
import type { Tip } from './tip.ts';

/**
 * Runs in the page: explains a term where it is pointed at or focused, with the words of the glossary. A touch explains,
 * a click goes on to the glossary.
 */
export function termsPage(window: PageWindow, tip: Tip): void {
  const { document } = window;
  let touched = false;
  const explain = (link: PageElement): void => {
    const name = document.getElementById((link.getAttribute('href') ?? '').slice(1));
    tip.show(link, [name.textContent ?? '', name.nextElementSibling?.textContent ?? '']);
  };
  const termAt = (target: PageElement): PageElement | null => target.closest('a.term');
  document.addEventListener('pointerdown', ({ target, pointerType }) => {
    touched = pointerType === 'touch';
    if (termAt(target) === null && target.closest('#tip') === null) tip.hide();
  });
  document.addEventListener('mouseover', ({ target }) => {
    const link = termAt(target);
    if (link) explain(link);
  });
  document.addEventListener('mouseout', ({ target }) => {
    if (termAt(target)) tip.leave();
  });
  document.addEventListener('focusin', ({ target }) => {
    const link = target.matches(':focus-visible') ? termAt(target) : null;
    if (link) explain(link);
  });
  document.addEventListener('focusout', ({ target }) => {
    if (termAt(target)) tip.leave();
  });
  document.addEventListener('click', (event) => {
    const link = termAt(event.target);
    if (link === null) return;
    // What lies behind a dialog cannot be read while it is open.
    if (!touched && link.closest('dialog') === null) return tip.hide();
    event.preventDefault();
    explain(link);
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') tip.hide();
  });
}
