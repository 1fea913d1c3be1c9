import type { Element, ElementContent } from 'hast';
import { h, s } from 'hastscript';
import { wordsOf } from '../../checks/registry.ts';
import { asksForLeast, boundOf, heldValue, heldWord, sideWords } from '../../results/gate-bound.ts';
import type { CheckResult, GateResult } from '../../results/report.ts';
import { metricWords } from '../../statistics/wording.ts';
import { GATE_WORDS, heldIntervalText, heldText, similarityText } from '../wording/number-text.ts';
import { oneLine } from '../wording/text-layout.ts';
import { placeOf } from './gate-scale.ts';
import { term } from './terms.ts';

/** Signs of a gate's status, so that nothing hangs on colour. */
const SIGNS: Readonly<Record<GateResult['status'], string>> = {
  passed: '✓',
  failed: '✗',
  'not-telling': '≈',
  open: '?',
  undefined: '∅',
};

/** Height of a row of a strip, and its middle, in pixels. */
const HEIGHT = 18;
const MIDDLE = HEIGHT / 2;

/**
 * The intervals of a check's gates against the gates, as a table whose second column is drawn. All strips of a page
 * have one scale; what lies beyond its ends is an arrow there.
 */
export function gateStrip(check: CheckResult): Element {
  const stages = [...new Set(check.gates.map(({ stage }) => stage))];
  return h('table', { className: ['strip'] }, [
    h('caption', { className: ['unseen'] }, `Gates of ${oneLine(check.method)}, ${oneLine(check.order)}`),
    h('thead', [
      h('tr', [
        h('th', { scope: 'col' }, h('span', { className: ['unseen'] }, 'metric')),
        h('th', { scope: 'col' }, h('span', { className: ['unseen'] }, 'interval against the gate')),
        h('th', { scope: 'col' }, heldHead(check.gates)),
      ]),
    ]),
    ...stages.map((stage) =>
      h('tbody', [
        h('tr', h('th', { scope: 'rowgroup', colSpan: 3 }, oneLine(wordsOf(check.order).after(stage)))),
        ...check.gates.filter((gate) => gate.stage === stage).map(gateRow),
      ]),
    ),
    h('tfoot', h('tr', [h('td'), h('td', axis(check.gates)), h('td')])),
  ]);
}

function heldHead(gates: readonly GateResult[]): ElementContent | string {
  const held = heldWord(gates);
  return held === 'retained similarity' ? term(held, 'retained') : term(held);
}

function gateRow(gate: GateResult): Element {
  const words = `${GATE_WORDS[gate.status]}: ${heldIntervalText(gate)}, ${sideWords(gate)} ${similarityText(boundOf(gate))}`;
  return h('tr', [
    h('th', { scope: 'row' }, term(gate.metric, metricWords(gate.metric))),
    h('td', drawn(gate, words)),
    h('td', { className: [`gate-${gate.status}`] }, [
      h('span', { ariaHidden: 'true' }, SIGNS[gate.status]),
      ` ${heldText(gate)}`,
    ]),
  ]);
}

function drawn(gate: GateResult, words: string): Element {
  const { percent } = placeOf(boundOf(gate));
  const limit = `${percent}%`;
  const least = asksForLeast(gate);
  const value = heldValue(gate);
  const parts: ElementContent[] = [
    s('rect', {
      className: ['forbidden'],
      x: least ? 0 : limit,
      y: 0,
      width: `${least ? percent : 100 - percent}%`,
      height: HEIGHT,
    }),
    s('line', { className: ['limit'], x1: limit, x2: limit, y1: 0, y2: HEIGHT }),
  ];
  if (isNumber(gate.low) && isNumber(gate.high)) parts.push(...interval(gate.low, gate.high));
  if (isNumber(value)) parts.push(...mark(value, gate.status));
  return s(
    'svg',
    { className: ['plot', `gate-${gate.status}`], height: HEIGHT, role: 'img', ariaLabel: words },
    parts,
  );
}

function interval(low: number, high: number): ElementContent[] {
  const [from, to] = [placeOf(low), placeOf(high)];
  const line = { x1: `${from.percent}%`, x2: `${to.percent}%`, y1: MIDDLE, y2: MIDDLE };
  const ends = [from, to].map(({ percent, beyond }) =>
    beyond === null
      ? s('line', {
          className: ['end'],
          x1: `${percent}%`,
          x2: `${percent}%`,
          y1: MIDDLE - 3,
          y2: MIDDLE + 3,
        })
      : arrow(beyond),
  );
  return [s('line', { className: ['reach'], ...line }), ...ends];
}

/** Says that something goes on beyond an end of the scale. */
function arrow(side: 'left' | 'right'): Element {
  const d = side === 'left' ? `M1 ${MIDDLE}l6 -4v8z` : `M-1 ${MIDDLE}l-6 -4v8z`;
  return s(
    'svg',
    { x: side === 'left' ? 0 : '100%', overflow: 'visible' },
    s('path', { className: ['arrow'], d }),
  );
}

/** What a gate's value is drawn as, where that is no circle: a diamond, and the sign of what is equal. */
const PATHS: Readonly<Partial<Record<GateResult['status'], string>>> = {
  failed: `M0 ${MIDDLE - 5}l5 5l-5 5l-5 -5z`,
  'not-telling': `M-5 ${MIDDLE - 4}h10v3h-10zM-5 ${MIDDLE + 1}h10v3h-10z`,
};

function mark(value: number, status: GateResult['status']): ElementContent[] {
  const { percent, beyond } = placeOf(value);
  if (beyond !== null) return [arrow(beyond)];
  const d = PATHS[status];
  const shape =
    d === undefined
      ? s('circle', { className: ['mark'], cx: 0, cy: MIDDLE, r: 4 })
      : s('path', { className: ['mark'], d });
  return [s('svg', { x: `${percent}%`, overflow: 'visible' }, shape)];
}

function axis(gates: readonly GateResult[]): Element {
  const ticks = [...new Set([0, ...gates.map(boundOf), 1])];
  const texts = ticks.map((tick) =>
    s(
      'text',
      { x: `${placeOf(tick).percent}%`, y: 11, textAnchor: 'middle' },
      tick === 0 || tick === 1 ? String(tick) : `${similarityText(tick)}`,
    ),
  );
  return s('svg', { className: ['axis'], height: 14, ariaHidden: 'true' }, texts);
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
