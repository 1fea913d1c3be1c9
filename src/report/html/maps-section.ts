import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import { ordersOf } from '../gate-columns.ts';
import type { PageData } from './page-data.ts';

/** The interactive grid of maps: its controls, an empty table that the page's script fills, scale and dialog. */
export function mapsSection(data: PageData): Element {
  const orders = ordersOf(data.checks);
  const stages = Math.max(...data.checks.map((check) => check.stages.length));
  const methods = [...new Set(data.checks.map((check) => check.method))];
  const [reduced] = data.checks.filter((check) => check.reduced !== null);
  return h('section', { ariaLabelledBy: ['maps-title'] }, [
    h('h2', { id: 'maps-title' }, 'Maps'),
    h(
      'noscript',
      h('p', 'The maps are drawn by the script of this page. The folder figures has them as files.'),
    ),
    h('div', { id: 'controls', className: ['controls'] }, [
      field(
        'Order',
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
    h('div', { className: ['wide'], tabIndex: 0, role: 'region', ariaLabel: 'Maps of methods by stage' }, [
      h('table', { id: 'grid', className: ['maps'] }),
    ]),
    scale('abs', '0', '', 'p99'),
    scale('signed', '−p99', '0', '+p99'),
    h(
      'p',
      { className: ['note'] },
      'Every map has its own scale, clipped at p99, the 99th percentile of its absolute values. Below a map: its similarity ' +
        'to the trained map, Spearman. Choose a map to see it beside the trained one; arrow keys move between maps.' +
        (reduced
          ? ` Maps of ${reduced.reduced} are shown at ${reduced.height}x${reduced.width}; the folder figures has more of them.`
          : ''),
    ),
    h('div', { id: 'tip', role: 'tooltip', hidden: true }),
    pairDialog(),
  ]);
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

function pairDialog(): Element {
  const picture = (id: string, caption: ElementContent[]) =>
    h('figure', [h('canvas', { id, role: 'img' }), h('figcaption', caption)]);
  return h('dialog', { id: 'pair', ariaLabelledBy: ['pair-title'] }, [
    h('div', { className: ['bar'] }, [
      h('h3', { id: 'pair-title' }),
      h('button', { type: 'button', id: 'pair-close' }, 'Close'),
    ]),
    h('p', { id: 'pair-note' }),
    h('div', { className: ['pair'] }, [
      picture('pair-trained', [h('span', 'trained')]),
      picture('pair-stage', [h('span', { id: 'pair-stage-name' })]),
      picture('pair-difference', [
        h('span', 'difference: this stage less trained, each on its own scale'),
        h('div', { className: ['scale'] }, [
          h('canvas', { id: 'ramp-difference', role: 'img', ariaLabel: 'Colour scale from -1 to 1' }),
          h(
            'div',
            ['−1', '0', '+1'].map((end) => h('span', end)),
          ),
        ]),
      ]),
    ]),
    h('p', { id: 'pair-fault' }),
    h('table', [h('caption', 'Similarity to the trained map'), h('tbody', { id: 'pair-scores' })]),
    h('div', { className: ['bar'] }, [
      h('button', { type: 'button', id: 'pair-back' }, 'Stage before'),
      h('button', { type: 'button', id: 'pair-on' }, 'Next stage'),
    ]),
  ]);
}
