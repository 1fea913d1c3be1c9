import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Status } from '../../harness/report.ts';
import { oneLine } from '../text-layout.ts';

const SIGNS: Readonly<Record<Status, string>> = { passed: '✓', failed: '✗', inconclusive: '?' };

/** A verdict as sign, word and colour, so that nothing hangs on the colour. */
export function badge(status: Status): Element {
  return h('span', { className: ['badge', status] }, [
    h('span', { ariaHidden: 'true' }, SIGNS[status]),
    ` ${status}`,
  ]);
}

/** A table that scrolls sideways on its own where it is wider than the page. Cells of the first column are headers. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly (string | ElementContent)[])[],
): Element {
  const names = head.map((name) => h('th', { scope: 'col' }, name));
  const body = rows.map((row) =>
    h(
      'tr',
      row.map((cell, at) => (at === 0 ? h('th', { scope: 'row' }, cell) : h('td', cell))),
    ),
  );
  return h('div', { className: ['wide'], tabIndex: 0, role: 'region', ariaLabel: caption }, [
    h('table', [h('caption', caption), h('thead', h('tr', names)), h('tbody', body)]),
  ]);
}

/** A command that can be selected whole. */
export function command(text: string): Element {
  return h('pre', { className: ['command'], tabIndex: 0 }, h('code', oneLine(text)));
}

/** Content behind a line that opens it. */
export function foldable(title: string, content: readonly ElementContent[]): Element {
  return h('details', [h('summary', title), ...content]);
}

/** Names and values below each other. */
export function facts(pairs: readonly (readonly [string, string | ElementContent])[]): Element {
  return h(
    'dl',
    pairs.flatMap(([name, value]) => [h('dt', name), h('dd', value)]),
  );
}
