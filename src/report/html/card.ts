import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Pictures } from '../../results/pictures.ts';
import type { CheckResult, Report } from '../../results/report.ts';
import { explanationParts } from '../wording/explanation-parts.ts';
import { oneLine } from '../wording/text-layout.ts';
import { VERDICT_WORDS } from '../wording/verdict-words.ts';
import { checkAnchor } from './check-anchor.ts';
import { sign } from './elements.ts';
import { gateStrip } from './strip.ts';
import { paragraph, term } from './terms.ts';
import { thumbnails } from './thumbnails.ts';

/** One method under one check at a glance: verdict, cause, maps before and after, gates. */
export async function card(report: Report, check: CheckResult, pictures: Pictures | null): Promise<Element> {
  const id = checkAnchor(report, check, 'card');
  const maps = await thumbnails(report, check, pictures);
  const cause = causeOf(explanationParts(check.explanation).sentences);
  const details = checkAnchor(report, check, 'check');
  return h('article', { id, className: ['card', check.status], ariaLabelledBy: [`${id}-name`] }, [
    h('div', { className: ['says'] }, [
      h('h4', { id: `${id}-name` }, oneLine(check.method)),
      h('p', { className: ['finding', check.status] }, [
        sign(check.status),
        ` ${VERDICT_WORDS[check.status].one}`,
      ]),
      ...(cause === '' ? [] : [paragraph(cause, ['cause'])]),
      h('p', { className: ['more'] }, [
        h('span', [
          term(check.order, check.order),
          ': ',
          check.reason === null ? term(check.status) : term(check.reason),
        ]),
        h('a', { href: `#${details}` }, [
          `All about ${oneLine(check.method)}`,
          h('span', { className: ['unseen'] }, `, ${oneLine(check.order)}`),
        ]),
      ]),
    ]),
    ...maps,
    ...(check.gates.length > 0 ? [gateStrip(check)] : []),
  ]);
}

/**
 * The sentence that says why: the first that does not only tell how much is retained, since the strip beside it shows
 * that; where there is no other, the first. A full stop ends it where a capital letter follows: similarities begin with a point.
 */
export function causeOf(text: string): string {
  const sentences = text.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  return sentences.find((each) => !each.startsWith('Retains ')) ?? sentences[0];
}
