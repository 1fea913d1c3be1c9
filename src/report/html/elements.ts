import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Status } from '../../results/report.ts';
import { oneLine } from '../wording/text-layout.ts';
import { VERDICT_WORDS } from '../wording/verdict-words.ts';

/** The sign of a verdict; screen readers hear the words beside it. */
export function sign(status: Status): Element {
  return h('span', { className: ['sign', status], ariaHidden: 'true' }, VERDICT_WORDS[status].sign);
}

/** A verdict as sign, word and colour, so that nothing hangs on the colour. */
export function badge(status: Status): Element {
  return h('span', { className: ['badge', status] }, [sign(status), ` ${status}`]);
}

type Cell = string | ElementContent;

/** Columns from which on a table is wider than a phone. */
const MANY_COLUMNS = 4;

/**
 * A table that scrolls sideways on its own where it is wider than the page, and says so there. Cells of the first
 * column are headers and stay in sight.
 */
export function table(
  caption: string,
  head: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  className: readonly string[] = [],
): Element {
  const names = head.map((name) => h('th', { scope: 'col' }, name));
  const body = rows.map((row) =>
    h(
      'tr',
      row.map((cell, at) => (at === 0 ? h('th', { scope: 'row' }, cell) : h('td', cell))),
    ),
  );
  return scroller(
    caption,
    h('table', { className: [...className] }, [
      h('caption', caption),
      h('thead', h('tr', names)),
      h('tbody', body),
    ]),
    head.length >= MANY_COLUMNS,
  );
}

/** A place that scrolls sideways, with a hint above it where it does. */
export function scroller(label: string, content: Element, wide: boolean): Element {
  return h('div', { className: ['scroller', ...(wide ? ['many'] : [])] }, [
    h('p', { className: ['hint'], ariaHidden: 'true' }, 'Wider than the page: scroll sideways →'),
    h('div', { className: ['wide'], tabIndex: 0, role: 'region', ariaLabel: label }, content),
  ]);
}

/** A command that can be selected whole. */
export function command(text: string): Element {
  return h('pre', { className: ['command'], tabIndex: 0 }, h('code', oneLine(text)));
}

/** Content behind a line that opens it. */
export function foldable(title: ElementContent | string, content: readonly ElementContent[]): Element {
  return h('details', [h('summary', title), ...content]);
}

/** Names and values below each other. */
export function facts(
  pairs: readonly (readonly [string, Cell])[],
  className: readonly string[] = [],
): Element {
  return h(
    'dl',
    { className: ['facts', ...className] },
    pairs.map(([name, value]) => h('div', [h('dt', name), h('dd', value)])),
  );
}
