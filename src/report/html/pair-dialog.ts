import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import { term } from './terms.ts';

/** One map at full size: the input, the trained map and this one, alone and over the input, and their difference. The scores stand beside, where no scrolling hides them. */
export function pairDialog(): Element {
  const stageName = () => h('span', { className: ['stage-name'] });
  return h('dialog', { id: 'pair', ariaLabelledBy: ['pair-title'] }, [
    h('div', { className: ['bar'] }, [
      h('h3', { id: 'pair-title' }, 'Map'),
      h('button', { type: 'button', id: 'pair-close' }, 'Close'),
    ]),
    h('div', { className: ['bar'] }, [
      h('button', { type: 'button', id: 'pair-back' }, '← Stage before'),
      h('button', { type: 'button', id: 'pair-on' }, 'Next stage →'),
    ]),
    h('p', { id: 'pair-note' }),
    h('div', { className: ['with-scores'] }, [
      h('div', { className: ['pair'] }, [
        h('figure', { className: ['with-input'] }, [
          h('img', { id: 'pair-input', alt: '' }),
          h('figcaption', 'input'),
        ]),
        figure('pair-trained', ['trained']),
        overlay('pair-over-trained', ['trained, over the input']),
        figure('pair-difference', [
          'difference: this stage less trained, each on its own scale',
          h('div', { className: ['scale'] }, [
            h('canvas', { id: 'ramp-difference', role: 'img', ariaLabel: 'Colour scale from -1 to 1' }),
            h(
              'div',
              ['−1', '0', '+1'].map((end) => h('span', end)),
            ),
          ]),
        ]),
        figure('pair-stage', [stageName()]),
        overlay('pair-over-stage', [stageName(), ', over the input']),
        changed('pair-changed', ['input, ', stageName()]),
        changed('pair-noise', ['what was added, × ', h('span', { id: 'pair-times' })]),
      ]),
      h('div', { className: ['scores'] }, [
        h('p', { id: 'pair-fault' }),
        h('table', [
          h('caption', [term('score', 'Similarity'), ' to the trained map']),
          h('tbody', { id: 'pair-scores' }),
        ]),
      ]),
    ]),
  ]);
}

function figure(id: string, caption: (string | ElementContent)[]): Element {
  return h('figure', [h('canvas', { id, role: 'img', ariaLabel: 'Map' }), h('figcaption', caption)]);
}

/** A picture of an input that a check has changed, or of the change. */
function changed(id: string, caption: (string | ElementContent)[]): Element {
  return h('figure', { className: ['with-change'], hidden: true }, [
    h('img', { id, alt: '' }),
    h('figcaption', caption),
  ]);
}

/** The input in grey with a map above it: two pictures, which the browser lays over each other. */
function overlay(id: string, caption: (string | ElementContent)[]): Element {
  return h('figure', { className: ['with-input'] }, [
    h('div', { className: ['over'] }, [
      h('img', { alt: '' }),
      h('canvas', { id, role: 'img', ariaLabel: 'Map over the input' }),
    ]),
    h('figcaption', caption),
  ]);
}
