import type { Element, ElementContent } from 'hast';
import { h, s } from 'hastscript';
import type { CurveFamily } from '../../checks/curve.ts';
import { tracedBy } from '../../checks/registry.ts';
import type { Plan } from '../../plan/plan.ts';
import type { CheckResult, CurveResult } from '../../results/report.ts';
import { curveStyles } from '../figures/traced-styles.ts';
import { similarityText } from '../wording/number-text.ts';
import { oneLine } from '../wording/text-layout.ts';

/** In units of the chart, which is drawn at about its own size. */
const WIDTH = 340;
const HEIGHT = 172;
const PLOT = { left: 34, right: 330, top: 10, bottom: 150 };

/** The curves that a check traced, a small drawing for each family of them, from the numbers of the report. Nothing where there are none. */
export function tracedCurves(check: CheckResult, plan: Pick<Plan, 'removalBy'>): Element[] {
  const declared = tracedBy(check.order);
  if (declared === null) return [];
  const own = (check.curves ?? []).filter(({ stage }) => stage === declared.shownAt);
  return declared.families.flatMap((family) => {
    const names = new Set(family.curves.map(({ name }) => name));
    const drawn = own.filter(({ curve }) => names.has(curve));
    return drawn.length > 0 ? [familyFigure(check, family, drawn, declared.axis(plan))] : [];
  });
}

function familyFigure(
  check: CheckResult,
  { title, curves }: CurveFamily,
  drawn: readonly CurveResult[],
  axis: string,
): Element {
  const styles = curveStyles(curves).filter(({ name }) => drawn.some(({ curve }) => curve === name));
  const means = drawn.flatMap(({ mean }) => mean.flatMap((value) => value ?? []));
  const within = means.every((value) => value >= 0 && value <= 1);
  const [low, high] = within ? [0, 1] : [Math.min(0, ...means), Math.max(0, ...means)];
  const y = (value: number) =>
    round(PLOT.bottom - ((value - low) / (high - low || 1)) * (PLOT.bottom - PLOT.top));
  const x = (value: number) => round(PLOT.left + value * (PLOT.right - PLOT.left));
  const label = `${title} of ${oneLine(check.method)}: ${drawn.map(inWords).join('; ')}.`;
  return h('figure', [
    h('figcaption', `${title[0].toUpperCase()}${title.slice(1)}, by ${axis}`),
    s('svg', { className: ['curve'], viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', ariaLabel: label }, [
      ...[low, (low + high) / 2, high].flatMap((tick): ElementContent[] => [
        s('path', { className: ['grid'], d: `M${PLOT.left} ${y(tick)}H${PLOT.right}` }),
        s('text', { x: PLOT.left - 5, y: y(tick) + 3.5, textAnchor: 'end' }, tickText(tick, within)),
      ]),
      ...[0, 0.5, 1].map((tick) =>
        s('text', { x: x(tick), y: PLOT.bottom + 15, textAnchor: 'middle' }, tickText(tick, true)),
      ),
      ...styles.map(({ name, dash, control }) => {
        const points = pointsOf(drawn.find(({ curve }) => curve === name)!);
        return s('path', {
          className: [control ? 'beside' : 'means'],
          d: `M${points.map(([at, value]) => `${x(at)} ${y(value)}`).join('L')}`,
          ...(dash.length > 0 && { strokeDasharray: dash.join(' ') }),
        });
      }),
    ]),
    h(
      'ul',
      { className: ['lines'] },
      styles.map(({ words, dash, control }) =>
        h('li', [
          s('svg', { className: ['curve', 'sample'], viewBox: '0 0 26 8', ariaHidden: 'true' }, [
            s('path', {
              className: [control ? 'beside' : 'means'],
              d: 'M0 4H26',
              ...(dash.length > 0 && { strokeDasharray: dash.join(' ') }),
            }),
          ]),
          ` ${words}`,
        ]),
      ),
    ),
  ]);
}

const pointsOf = ({ x, mean }: CurveResult): [number, number][] =>
  x.flatMap((at, point): [number, number][] => {
    const value = mean[point];
    return typeof value === 'number' && Number.isFinite(value) ? [[at, value]] : [];
  });

/** The ends and the middle of a curve. */
function inWords(curve: CurveResult): string {
  const points = pointsOf(curve).map(([, value]) => value);
  const places = new Set([0, Math.round((points.length - 1) / 2), points.length - 1]);
  const values = [...places].map((place) => String(Math.round(100 * points[place]) / 100));
  return `${oneLine(curve.curve)} ${values.join(', ')}`;
}

const tickText = (value: number, within: boolean): string =>
  within ? similarityText(value).replace(/0$/, '') : String(Math.round(10 * value) / 10).replace('-', '−');

const round = (value: number): number => Math.round(10 * value) / 10;
