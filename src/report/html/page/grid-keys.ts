import type { PageElement, PageWindow } from './dom.ts';
import type { Tip } from './tip.ts';

/** Runs in the page: pointing at a map and the arrow keys. It may use nothing but its arguments. */
export function gridKeys(window: PageWindow, grid: PageElement, tip: Tip): void {
  const seen = (): PageElement[] =>
    [...grid.querySelectorAll('button')].filter((button) => button.offsetWidth > 0);
  const show = (target: PageElement): void => {
    const button = target.closest('button');
    if (button) tip.show(button, (button.dataset.tip ?? '').split('\n'));
  };
  const move = (from: PageElement, by: number): void => {
    const buttons = seen();
    const next = buttons[buttons.indexOf(from) + by];
    if (next === undefined) return;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
  grid.addEventListener('mouseover', ({ target }) => show(target));
  grid.addEventListener('mouseout', () => tip.leave());
  grid.addEventListener('focusin', ({ target }) => {
    // The focus comes back from a dialog without a wish to read.
    if (target.matches(':focus-visible')) show(target);
  });
  grid.addEventListener('focusout', () => tip.leave());
  grid.addEventListener('keydown', (event) => {
    const from = event.target.closest('button');
    if (from === null) return;
    const rows = [...grid.querySelectorAll('tr')].length - 1;
    const columns = seen().length / rows;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
    };
    if (steps[event.key] === undefined) return;
    event.preventDefault();
    move(from, steps[event.key]);
  });
  window.addEventListener('resize', () => tip.hide());
}
