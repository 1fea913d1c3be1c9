import type { PageElement, PageWindow } from './dom.ts';

/** The box beside what is pointed at or focused. */
export interface Tip {
  /** The first line is its head. */
  show(anchor: PageElement, lines: readonly string[]): void;
  hide(): void;
  /** Hides soon, unless the pointer moves onto the box. */
  leave(): void;
}

/** Runs in the page: it may use nothing but its argument. */
export function makeTip(window: PageWindow): Tip {
  const { document } = window;
  const box = document.getElementById('tip');
  let timer = 0;
  const stay = (): void => window.clearTimeout(timer);
  const hide = (): void => {
    stay();
    if (!box.hidden) box.hidePopover?.();
    box.hidden = true;
  };
  const leave = (): void => {
    stay();
    timer = window.setTimeout(hide, 200);
  };
  box.addEventListener('mouseenter', stay);
  box.addEventListener('mouseleave', leave);
  return {
    hide,
    leave,
    show(anchor, lines) {
      hide();
      box.replaceChildren(
        ...lines.map((line, at) => {
          const element = document.createElement(at === 0 ? 'strong' : 'span');
          element.textContent = line;
          return element;
        }),
      );
      box.hidden = false;
      // Above everything, a dialog too.
      box.showPopover?.();
      const { left, top, bottom } = anchor.getBoundingClientRect();
      const room = document.documentElement.clientWidth - box.offsetWidth - 8;
      box.style.left = `${Math.max(8, Math.min(left, room))}px`;
      const below = bottom + 4 + box.offsetHeight <= window.innerHeight;
      box.style.top = `${below ? bottom + 4 : Math.max(4, top - box.offsetHeight - 4)}px`;
    },
  };
}
