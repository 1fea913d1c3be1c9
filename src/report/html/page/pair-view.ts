import type { PageCheck, PageData } from '../page-data.ts';
import type { PageElement, PageWindow } from './dom.ts';
import type { MapStore, PageView } from './map-store.ts';
import type { Painting } from './painting.ts';

export interface PairView {
  /** Shows a map beside the input and the trained map, alone and over the input, with their difference. */
  open(check: PageCheck, stage: number, input: number, view: PageView): void;
}

interface Tools {
  readonly window: PageWindow;
  readonly painting: Painting;
  readonly store: MapStore;
  readonly data: PageData;
}

/** Runs in the page: the dialog with maps side by side. It may use nothing but its argument. */
export function pairView({ window, painting, store, data }: Tools): PairView {
  const { document } = window;
  const byId = (id: string): PageElement => document.getElementById(id);
  const dialog = byId('pair');
  let shown: { check: PageCheck; stage: number; input: number; view: PageView } | null = null;

  const drawMaps = (): void => {
    if (!shown) return;
    const { check, stage, input, view } = shown;
    const { label } = check.stages[stage];
    const trained = store.map(view, check, 0, input);
    const other = store.map(view, check, stage, input);
    const room = byId('pair-stage').closest('figure')?.clientWidth ?? 200;
    const place = (picture: PageElement): void => painting.fit(picture, check.width, check.height, room);
    const put = (id: string, map: Uint8Array, palette: PageView, text: string): void => {
      painting.paint(byId(id), map, check.width, store.palettes[palette]);
      byId(id).setAttribute('aria-label', text);
      place(byId(id));
    };
    const lay = (id: string, map: Uint8Array, text: string): void => {
      painting.paintOver(byId(id), map, check.width, store.palettes[view], view === 'signed');
      byId(id).setAttribute('aria-label', text);
      place(byId(id));
    };
    put('pair-trained', trained, view, `Trained map of ${check.method}`);
    put('pair-stage', other, view, `Map of ${check.method} at ${label}`);
    const change = painting.difference(trained, other, view === 'signed');
    put('pair-difference', change, 'signed', 'Difference of the two maps');
    const pair = check.changed?.[stage * data.inputs.length + input] ?? null;
    for (const figure of dialog.querySelectorAll('.with-change')) figure.hidden = pair === null;
    const { picture, id } = data.inputs[input];
    for (const figure of dialog.querySelectorAll('.with-input')) figure.hidden = picture === null;
    if (picture === null) return;
    for (const image of dialog.querySelectorAll('img')) {
      image.src = picture;
      place(image);
    }
    byId('pair-input').alt = `Input ${id}`;
    if (pair !== null && data.changed !== null) {
      const [changed, noise] = pair.map((at) => data.changed?.pictures[at] ?? '');
      byId('pair-changed').src = changed;
      byId('pair-changed').alt = `Input ${id} at ${label}`;
      byId('pair-noise').src = noise;
      byId('pair-noise').alt = `What was added to input ${id}`;
      byId('pair-times').textContent = String(data.changed.times);
      for (const image of byId('pair-over-stage').closest('div')?.querySelectorAll('img') ?? [])
        image.src = changed;
    }
    lay('pair-over-trained', trained, `Trained map of ${check.method} over the input`);
    lay('pair-over-stage', other, `Map of ${check.method} at ${label} over the input`);
  };
  const drawScores = (): void => {
    if (!shown) return;
    const { check, stage, input } = shown;
    const at = stage * data.inputs.length + input;
    const rows = check.metrics.map((metric, which) => {
      const row = document.createElement('tr');
      const name = document.createElement('th');
      name.setAttribute('scope', 'row');
      const anchor = check.terms[which];
      const word = document.createElement(anchor === null ? 'span' : 'a');
      word.textContent = metric;
      if (anchor !== null) {
        word.className = 'term';
        word.setAttribute('href', `#${anchor}`);
      }
      name.append(word);
      const value = document.createElement('td');
      value.textContent = check.scores[at][which];
      row.append(name, value);
      return row;
    });
    byId('pair-scores').replaceChildren(...rows);
    byId('pair-fault').textContent =
      check.faults[at] === null ? '' : `No scores: the map is ${check.faults[at]}.`;
  };
  const draw = (): void => {
    if (!shown) return;
    const { check, stage, input } = shown;
    const { label, note } = check.stages[stage];
    const name = [data.inputs[input].id, data.inputs[input].note].filter((text) => text !== '').join(', ');
    byId('pair-title').textContent = `${check.method}, ${label}`;
    byId('pair-note').textContent = `${name}. ${label}: ${note}.`;
    for (const each of dialog.querySelectorAll('.stage-name')) each.textContent = label;
    byId('pair-back').disabled = stage === 0;
    byId('pair-on').disabled = stage === check.stages.length - 1;
    drawMaps();
    drawScores();
  };
  const walk = (by: number): void => {
    if (!shown) return;
    const stage = Math.min(shown.check.stages.length - 1, Math.max(0, shown.stage + by));
    shown = { ...shown, stage };
    draw();
    // A button that is disabled loses the focus, and the dialog its keys with it.
    const [back, on] = [byId('pair-back'), byId('pair-on')];
    if (back.disabled) on.focus();
    else if (on.disabled) back.focus();
  };
  byId('pair-back').addEventListener('click', () => walk(-1));
  byId('pair-on').addEventListener('click', () => walk(1));
  byId('pair-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') walk(-1);
    if (key === 'ArrowRight') walk(1);
  });
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  window.addEventListener('resize', drawMaps);
  return {
    open(check, stage, input, view) {
      shown = { check, stage, input, view };
      // Opened first: pictures are as large as the open dialog has room for.
      dialog.showModal();
      draw();
    },
  };
}
