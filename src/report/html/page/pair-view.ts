import type { PageCheck } from '../page-data.ts';
import type { PageElement, PageWindow } from './dom.ts';
import type { Painting } from './painting.ts';

export interface PairView {
  /** Shows a map beside the trained one, with their difference. */
  open(check: PageCheck, stage: number, input: number): void;
}

interface Tools {
  readonly window: PageWindow;
  readonly painting: Painting;
  readonly palettes: Readonly<Record<string, Uint8Array>>;
  view(): 'abs' | 'signed';
  map(check: PageCheck, stage: number, input: number): Uint8Array;
  inputName(input: number): string;
  inputs: number;
}

/** Runs in the page: the dialog with two maps side by side. It may use nothing but its argument. */
export function pairView(tools: Tools): PairView {
  const { document } = tools.window;
  const dialog = document.getElementById('pair');
  let shown: { check: PageCheck; stage: number; input: number } | null = null;

  const draw = (): void => {
    if (!shown) return;
    const { check, stage, input } = shown;
    const view = tools.view();
    const { label, note } = check.stages[stage];
    const trained = tools.map(check, 0, input);
    const other = tools.map(check, stage, input);
    const put = (id: string, map: Uint8Array, palette: string, text: string): void => {
      const canvas = document.getElementById(id);
      tools.painting.paint(canvas, map, check.width, tools.palettes[palette]);
      canvas.setAttribute('aria-label', text);
    };
    document.getElementById('pair-title').textContent = `${check.method}, ${label}`;
    document.getElementById('pair-note').textContent = `${tools.inputName(input)}. ${label}: ${note}.`;
    put('pair-trained', trained, view, `Trained map of ${check.method}`);
    put('pair-stage', other, view, `Map of ${check.method} at ${label}`);
    document.getElementById('pair-stage-name').textContent = label;
    const change = tools.painting.difference(trained, other, view === 'signed');
    put('pair-difference', change, 'signed', `Difference of the two maps`);
    const at = stage * tools.inputs + input;
    const rows = check.scores[at].map(([metric, score]) => {
      const row = document.createElement('tr');
      const name = document.createElement('th');
      name.setAttribute('scope', 'row');
      name.textContent = metric;
      const value = document.createElement('td');
      value.textContent = score;
      row.append(name, value);
      return row;
    });
    document.getElementById('pair-scores').replaceChildren(...rows);
    document.getElementById('pair-fault').textContent =
      check.faults[at] === null ? '' : `No scores: the map is ${check.faults[at]}.`;
    document.getElementById('pair-back').disabled = stage === 0;
    document.getElementById('pair-on').disabled = stage === check.stages.length - 1;
  };
  const walk = (by: number): void => {
    if (!shown) return;
    const stage = Math.min(shown.check.stages.length - 1, Math.max(0, shown.stage + by));
    shown = { ...shown, stage };
    draw();
    // A button that is disabled loses the focus, and the dialog its keys with it.
    const back = document.getElementById('pair-back');
    const on = document.getElementById('pair-on');
    if (back.disabled) on.focus();
    else if (on.disabled) back.focus();
  };
  const press = (id: string, action: () => void): void => {
    document.getElementById(id).addEventListener('click', action);
  };
  press('pair-back', () => walk(-1));
  press('pair-on', () => walk(1));
  press('pair-close', () => dialog.close());
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') walk(-1);
    if (event.key === 'ArrowRight') walk(1);
  });
  dialog.addEventListener('click', (event: { target: PageElement }) => {
    if (event.target === dialog) dialog.close();
  });
  return {
    open(check, stage, input) {
      shown = { check, stage, input };
      draw();
      dialog.showModal();
    },
  };
}
