import type { PageData } from '../page-data.ts';
import type { PageElement, PageWindow } from './dom.ts';
import type { gridKeys } from './grid-keys.ts';
import type { mapGrid } from './map-grid.ts';
import type { mapStore, PageView } from './map-store.ts';
import type { painting } from './painting.ts';
import type { pairView } from './pair-view.ts';
import type { Tip } from './tip.ts';

export interface PageParts {
  readonly painting: typeof painting;
  readonly mapStore: typeof mapStore;
  readonly pairView: typeof pairView;
  readonly mapGrid: typeof mapGrid;
  readonly gridKeys: typeof gridKeys;
}

/**
 * Runs in the page, as the text of its script: fills the grid of maps and answers its controls. It may use nothing but
 * its arguments, and writes names from the report as text only.
 */
export async function mapsPage(window: PageWindow, parts: PageParts, tip: Tip): Promise<void> {
  const { document } = window;
  const byId = (id: string): PageElement => document.getElementById(id);
  const data: PageData = JSON.parse(byId('map-data').textContent ?? '');
  const painter = parts.painting(window);
  const store = await parts.mapStore(window, painter, data);
  byId('maps-loading').hidden = store !== null;
  if (store === null) return;
  byId('maps-tool').hidden = false;
  const controls = byId('controls');
  const [order, input, stage] = ['order', 'input', 'stage'].map(byId);
  const chosen = (name: string): string[] =>
    [...controls.querySelectorAll(`input[name="${name}"]`)]
      .filter((each) => each.checked)
      .map((each) => each.value);
  const pair = parts.pairView({ window, painting: painter, store, data });
  const drawGrid = parts.mapGrid({ window, painting: painter, data, store, pair });

  const draw = (): void => {
    const view: PageView = chosen('view')[0] === 'signed' ? 'signed' : 'abs';
    const stages = data.checks.find((check) => check.order === order.value)?.stages ?? [];
    stage.max = String(Math.max(1, stages.length - 1));
    const { label = '', note = '' } = stages[Number(stage.value)] ?? {};
    byId('stage-name').textContent = label;
    stage.setAttribute('aria-valuetext', label);
    const shown = data.inputs[Number(input.value)];
    const which = [shown.id, shown.note].filter((text) => text !== '').join(', ');
    byId('stage-note').textContent = `${label}: ${note}. ${which}.`;
    for (const name of ['abs', 'signed']) byId(`scale-${name}`).hidden = name !== view;
    tip.hide();
    drawGrid({
      view,
      order: order.value,
      methods: chosen('method'),
      input: Number(input.value),
      stage: Number(stage.value),
      oneStage: chosen('show')[0] === 'one',
    });
  };
  parts.gridKeys(window, byId('grid'), tip);
  controls.addEventListener('input', draw);
  order.addEventListener('change', () => {
    stage.value = '1';
    draw();
  });

  const ramp = Uint8Array.from({ length: 255 }, (_step, at) => at);
  for (const name of ['abs', 'signed'] as const) {
    painter.paint(byId(`ramp-${name}`), ramp, ramp.length, store.palettes[name]);
  }
  painter.paint(byId('ramp-difference'), ramp, ramp.length, store.palettes.signed);
  // A phone has room for one stage at a time.
  if (window.innerWidth < 700) {
    for (const each of controls.querySelectorAll('input[name="show"]')) each.checked = each.value === 'one';
  }
  draw();
}
