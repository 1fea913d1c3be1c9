import type { Element } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { Pictures } from '../../harness/pictures.ts';
import type { Report } from '../../harness/report.ts';
import { modelName } from '../model-name.ts';
import { checkSection } from './check-section.ts';
import { contentPolicy } from './content-policy.ts';
import { mapsSection } from './maps-section.ts';
import { pageData } from './page-data.ts';
import { pageScript } from './page-script.ts';
import { currentEnvironment, type Environment, runPanel } from './run-panel.ts';
import { STYLE } from './style.ts';
import { verdictSection } from './verdicts.ts';

/**
 * The text of report.html: one file that loads nothing, opens from disk and stays below 5 MB; verdicts first, then every
 * check, the maps as an interactive grid, and all that repeats the run. Without pictures there is no grid. Names from
 * files and configurations are escaped, and the page's policy lets no other script run.
 */
export async function reportHtml(
  report: Report,
  pictures: Pictures | null,
  environment: Environment = currentEnvironment(),
): Promise<string> {
  const data = pictures && (await pageData(report, pictures));
  const checks: Element[] = [];
  for (const check of report.checks) checks.push(await checkSection(report, check));
  const script = data === null ? '' : pageScript();
  const root = h('html', { lang: 'en' }, [
    h('head', [
      h('meta', { charSet: 'utf-8' }),
      h('meta', { httpEquiv: 'Content-Security-Policy', content: contentPolicy(script, STYLE) }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('title', `Sanity checks of ${modelName(report)}: ${report.summary.status}`),
      h('style', STYLE),
    ]),
    h('body', [
      verdictSection(report),
      h('main', [
        h('h2', 'Methods'),
        ...checks,
        ...(data === null ? [] : [mapsSection(data)]),
        runPanel(report, environment),
      ]),
      // A block of data, not a script: the page's policy has nothing to say about it.
      ...(data === null
        ? []
        : [h('script', { type: 'application/json', id: 'map-data' }, inert(data)), h('script', script)]),
    ]),
  ]);
  return `${toHtml({ type: 'root', children: [{ type: 'doctype' }, root] })}\n`;
}

/** JSON that cannot end its script element, whatever its strings hold. */
function inert(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
