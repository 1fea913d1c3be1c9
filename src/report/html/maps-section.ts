import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import { ordersOf } from '../wording/gate-columns.ts';
import { scroller } from './elements.ts';
import type { PageData } from './page-data.ts';
import { pairDialog } from './pair-dialog.ts';
import { term } from './terms.ts';

/** The interactive grid of maps: its controls, an empty table that the page's script fills, scale and dialog. */
export function mapsSection(data: PageData): Element {
  const orders = ordersOf(data.checks);
  const stages = Math.max(...data.checks.map((check) => check.stages.length));
  const methods = [...new Set(data.checks.map((check) => check.method))];
  const reduced = data.checks.find((check) => check.reduced !== null);
  return h('section', { ariaLabelledBy: ['maps'] }, [
    h('h2', { id: 'maps' }, 'Maps'),
    h(
      'p',
      { id: 'maps-loading' },
      'The maps are drawn by the script of this page, in a browser of 2023 or later. The folder figures has them as files.',
    ),
    // Shown by the script, without which they do nothing.
    h('div', { id: 'maps-tool', hidden: true }, [
      h('div', { id: 'controls', className: ['controls'] }, [
        field(
          'Check',
          h(
            'select',
            { id: 'order' },
            orders.map((each) => h('option', { value: each }, each)),
          ),
          orders.length < 2,
        ),
        field(
          'Input',
          h(
            'select',
            { id: 'input' },
            data.inputs.map(({ id }, at) => h('option', { value: String(at) }, id)),
          ),
        ),
        choice('Maps', 'view', [
          ['abs', 'absolute'],
          ['signed', 'signed'],
        ]),
        choice('Show', 'show', [
          ['all', 'all stages'],
          ['one', 'one stage'],
        ]),
        field(
          'Stage',
          h('span', { className: ['slider'] }, [
            h('input', { type: 'range', id: 'stage', min: 0, max: stages - 1, step: 1, value: 1 }),
            h('output', { id: 'stage-name', for: 'stage' }),
          ]),
        ),
        h('fieldset', { className: ['methods'] }, [
          h('legend', 'Methods'),
          ...methods.map((method) =>
            h('label', [
              h('input', { type: 'checkbox', name: 'method', value: method, checked: true }),
              ` ${method}`,
            ]),
          ),
        ]),
      ]),
      h('p', { id: 'stage-note', ariaLive: 'polite' }),
      h(
        'p',
        { id: 'nothing', className: ['empty'], role: 'status', hidden: true },
        'No method is ticked. Tick one above to see its maps.',
      ),
      scroller('Maps of methods by stage', h('table', { id: 'grid', className: ['maps'] }), true),
      scale('abs', '0', '', 'p99'),
      scale('signed', '−p99', '0', '+p99'),
      h('p', { className: ['note'] }, [
        'Every ',
        term('abs map', 'absolute'),
        ' or ',
        term('signed map', 'signed'),
        ' map has its own scale, clipped at ',
        term('p99'),
        `. ${belowMaps(data)}Choose a map to see it at full size, beside the trained one and over the input; arrow keys move between maps.`,
        left(data, reduced),
      ]),
    ]),
    pairDialog(),
  ]);
}

/** Which scores stand below the maps; nothing where none do. */
function belowMaps({ checks }: PageData): string {
  const names = (['abs', 'signed'] as const).flatMap((view) =>
    checks.flatMap(({ under, metrics }) => metrics[under[view]] ?? []),
  );
  if (names.length === 0) return '';
  return `Below a map: its similarity to the trained map, ${[...new Set(names)].join(' or ')}. `;
}

/** What a page has no room for. */
function left({ inputs, kept, changed }: PageData, reduced: PageData['checks'][number] | undefined): string {
  const less = [
    ...(reduced ? [`maps of ${reduced.reduced} are shown at ${reduced.height}x${reduced.width}`] : []),
    ...(inputs.length < kept ? [`${inputs.length} of ${kept} inputs are shown`] : []),
    ...(changed && changed.inputs < inputs.length
      ? [`changed inputs are shown of the first ${changed.inputs === 1 ? 'input' : changed.inputs}`]
      : []),
  ];
  return less.length === 0
    ? ''
    : ` So that this page stays small, ${less.join(' and ')}; the folder figures has all of them.`;
}

function field(name: string, control: ElementContent, hidden = false): Element {
  return h('label', { className: ['field'], hidden }, [h('span', name), control]);
}

function choice(name: string, group: string, options: readonly (readonly [string, string])[]): Element {
  return h('fieldset', [
    h('legend', name),
    ...options.map(([value, text], at) =>
      h('label', [h('input', { type: 'radio', name: group, value, checked: at === 0 }), ` ${text}`]),
    ),
  ]);
}

function scale(view: string, ...ends: string[]): Element {
  return h('div', { id: `scale-${view}`, className: ['scale'], hidden: view !== 'abs' }, [
    h('canvas', { id: `ramp-${view}`, role: 'img', ariaLabel: `Colour scale from ${ends[0]} to ${ends[2]}` }),
    h(
      'div',
      ends.map((end) => h('span', end)),
    ),
  ]);
}
