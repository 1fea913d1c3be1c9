import type { Element } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { Pictures } from '../../results/pictures.ts';
import type { Report } from '../../results/report.ts';
import { modelName } from '../wording/model-name.ts';
import { cardTable } from './card-table.ts';
import { cardsSection } from './cards-section.ts';
import { checkSection } from './check-section.ts';
import { contentPolicy } from './content-policy.ts';
import { contents } from './contents.ts';
import { scoreRange } from './curve-scale.ts';
import { gateTables } from './gate-table.ts';
import { glossarySection } from './glossary-section.ts';
import { mapsSection } from './maps-section.ts';
import { opening } from './opening.ts';
import { pageData } from './page-data.ts';
import { pageScript } from './page-script.ts';
import { currentEnvironment, type Environment, runPanel } from './run-panel.ts';
import { STYLE } from './style.ts';

/**
 * The text of report.html: one file that loads nothing, opens from disk and stays below 5 MB. What came out and what
 * follows from it stand first, then a card to every verdict, those that failed before the rest, the maps as an
 * interactive grid, every check in full, all that repeats the run, and the words explained. Without pictures there are
 * neither grid nor thumbnails; without its script the page can be read. Names from files and configurations are escaped,
 * and the page's policy lets no other script run.
 */
export async function reportHtml(
  report: Report,
  pictures: Pictures | null,
  environment: Environment = currentEnvironment(),
): Promise<string> {
  const data = pictures && (await pageData(report, pictures));
  const script = pageScript(data !== null);
  const root = h('html', { lang: 'en' }, [
    h('head', [
      h('meta', { charSet: 'utf-8' }),
      h('meta', { httpEquiv: 'Content-Security-Policy', content: contentPolicy(script, STYLE) }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('title', `Sanity checks of ${modelName(report)}: ${report.summary.status}`),
      h('style', STYLE),
    ]),
    h('body', [
      h('a', { className: ['skip'], href: '#contents' }, 'Skip to the contents'),
      opening(report),
      h('main', [
        ...cardTable(report),
        await cardsSection(report, pictures),
        contents(report, data !== null),
        ...(data === null ? [] : [mapsSection(data)]),
        details(report),
        runPanel(report, environment),
        glossarySection(),
      ]),
      h('footer', [
        h('p', `Made by saliency-sanity ${report.version}. `),
        h('a', { href: '#top' }, 'Back to the top'),
        h(
          'p',
          { className: ['paper'] },
          'Details that were folded are not printed: open them before printing.',
        ),
      ]),
      h('div', { id: 'tip', role: 'tooltip', popover: 'manual', hidden: true }),
      // A block of data, not a script: the page's policy has nothing to say about it.
      ...(data === null ? [] : [h('script', { type: 'application/json', id: 'map-data' }, inert(data))]),
      h('script', script),
    ]),
  ]);
  return `${toHtml({ type: 'root', children: [{ type: 'doctype' }, root] })}\n`;
}

/** Every check in full, folded. */
function details(report: Report): Element {
  const range = scoreRange(report.checks);
  return h('section', { ariaLabelledBy: ['details'], className: ['details'] }, [
    h('h2', { id: 'details' }, 'Details'),
    gateTables(report),
    ...report.checks.map((check) => checkSection(report, check, range)),
  ]);
}

/** JSON that cannot end its script element, whatever its strings hold. */
function inert(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
