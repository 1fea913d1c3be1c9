import type { PageCheck, PageData } from '../page-data.ts';
import type { PageElement, PageWindow } from './dom.ts';
import type { painting } from './painting.ts';
import type { pairView } from './pair-view.ts';

export interface PageParts {
  readonly painting: typeof painting;
  readonly pairView: typeof pairView;
}

/**
 * Runs in the page, as the text of its script: fills the grid of maps and answers its controls. It may use nothing but
 * its arguments, and writes names from the report as text only.
 */
export function mapsPage(window: PageWindow, parts: PageParts): void {
  const { document } = window;
  const byId = (id: string): PageElement => document.getElementById(id);
  const data: PageData = JSON.parse(byId('map-data').textContent ?? '');
  const painter = parts.painting(window);
  const palettes = {
    abs: painter.bytes(data.palettes.abs),
    signed: painter.bytes(data.palettes.signed),
  };
  const inputs = data.inputs.length;
  const decoded = data.checks.map((check) => {
    const signed = painter.bytes(check.signed);
    return { signed, abs: check.abs === null ? painter.size(signed) : painter.bytes(check.abs) };
  });
  const [order, input, stage, grid, tip] = ['order', 'input', 'stage', 'grid', 'tip'].map(byId);
  const controls = byId('controls');
  const chosen = (name: string): string[] =>
    [...controls.querySelectorAll(`input[name="${name}"]`)]
      .filter((each) => each.checked)
      .map((each) => each.value);
  const view = (): 'abs' | 'signed' => (chosen('view')[0] === 'signed' ? 'signed' : 'abs');
  const map = (check: PageCheck, at: number, which: number): Uint8Array => {
    const size = check.height * check.width;
    const start = (at * inputs + which) * size;
    return decoded[data.checks.indexOf(check)][view()].subarray(start, start + size);
  };
  const inputName = (which: number): string =>
    [data.inputs[which].id, data.inputs[which].note].filter((text) => text !== '').join(', ');
  const pair = parts.pairView({ window, painting: painter, palettes, view, map, inputName, inputs });

  const make = (name: string, className: string, text = ''): PageElement => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const scoresOf = (check: PageCheck, at: number, which: number): string[] => {
    const fault = check.faults[at * inputs + which];
    if (fault !== null) return [`no scores: the map is ${fault}`];
    return check.scores[at * inputs + which].map(([metric, score]) => `${metric} ${score}`);
  };

  const pick = (check: PageCheck, at: number): PageElement => {
    const which = Number(input.value);
    const cell = make('td', Number(stage.value) === at ? 'map now' : at === 0 ? 'map first' : 'map');
    const button = make('button', '');
    button.setAttribute('type', 'button');
    const label = check.stages[at].label;
    const scores = scoresOf(check, at, which);
    button.setAttribute('aria-label', `${check.method}, ${label}: ${scores.join(', ')}`);
    const canvas = make('canvas', '');
    painter.paint(canvas, map(check, at, which), check.width, palettes[view()]);
    button.append(canvas);
    button.tabIndex = -1;
    button.dataset.tip = [label, ...scores].join('\n');
    button.addEventListener('click', () => pair.open(check, at, which));
    const first = check.scores[at * inputs + which][check.under[view()]];
    const small = make('span', 'score', at === 0 || !first ? '' : first[1]);
    cell.append(button, small);
    return cell;
  };

  const inputCell = (): PageElement => {
    const cell = make('td', 'map first');
    const { picture, id } = data.inputs[Number(input.value)];
    if (picture !== null) {
      const image = make('img', '');
      image.src = picture;
      image.alt = `Input ${id}`;
      cell.append(image);
    }
    return cell;
  };

  const draw = (): void => {
    const methods = chosen('method');
    const rows = data.checks.filter((check) => check.order === order.value && methods.includes(check.method));
    const stages = data.checks.find((check) => check.order === order.value)?.stages ?? [];
    stage.max = String(Math.max(1, stages.length - 1));
    const now = Number(stage.value);
    const label = stages[now]?.label ?? '';
    byId('stage-name').textContent = label;
    stage.setAttribute('aria-valuetext', label);
    byId('stage-note').textContent =
      `${label}: ${stages[now]?.note ?? ''}. ${inputName(Number(input.value))}.`;
    grid.className = `maps ${chosen('show')[0] === 'one' ? 'one' : 'all'}`;
    const head = make('tr', '');
    const heading = (text: string, className: string): PageElement => {
      const cell = make('th', className, text);
      cell.setAttribute('scope', 'col');
      return cell;
    };
    head.append(
      heading('method', ''),
      heading('input', 'first'),
      ...stages.map((each, at) => heading(each.label, at === now ? 'now' : at === 0 ? 'first' : '')),
    );
    const body = rows.map((check) => {
      const row = make('tr', '');
      const name = make('th', '', check.method);
      name.setAttribute('scope', 'row');
      name.append(make('span', `verdict ${check.status}`, check.status));
      row.append(name, inputCell(), ...check.stages.map((_each, at) => pick(check, at)));
      return row;
    });
    grid.replaceChildren(head, ...body);
    for (const button of grid.querySelectorAll('button')) {
      button.tabIndex = 0;
      break;
    }
    for (const name of ['abs', 'signed']) byId(`scale-${name}`).hidden = name !== view();
    tip.hidden = true;
  };

  const buttonOf = (target: PageElement): PageElement | null => target.closest('button');
  const show = (target: PageElement): void => {
    const button = buttonOf(target);
    tip.hidden = button === null;
    if (button === null) return;
    const lines = (button.dataset.tip ?? '').split('\n');
    tip.replaceChildren(...lines.map((line, at) => make(at === 0 ? 'strong' : 'span', '', line)));
    const { left, bottom } = button.getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${window.scrollX + Math.max(4, Math.min(left, room))}px`;
    tip.style.top = `${window.scrollY + bottom + 4}px`;
  };
  const move = (from: PageElement, by: number): void => {
    const buttons = [...grid.querySelectorAll('button')].filter((button) => button.offsetWidth > 0);
    const next = buttons[buttons.indexOf(from) + by];
    if (next === undefined) return;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
  grid.addEventListener('mouseover', (event) => show(event.target));
  grid.addEventListener('mouseleave', () => {
    tip.hidden = true;
  });
  grid.addEventListener('focusin', (event) => show(event.target));
  grid.addEventListener('focusout', () => {
    tip.hidden = true;
  });
  grid.addEventListener('keydown', (event) => {
    const from = buttonOf(event.target);
    if (from === null) return;
    const rows = chosen('method').length;
    const seen = [...grid.querySelectorAll('button')].filter((button) => button.offsetWidth > 0).length;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -seen / rows,
      ArrowDown: seen / rows,
    };
    if (event.key === 'Escape') tip.hidden = true;
    if (steps[event.key] === undefined) return;
    event.preventDefault();
    move(from, steps[event.key]);
  });
  controls.addEventListener('input', draw);
  order.addEventListener('change', () => {
    stage.value = '1';
    draw();
  });

  const ramp = Uint8Array.from({ length: 255 }, (_step, at) => at);
  for (const name of ['abs', 'signed'] as const) {
    painter.paint(byId(`ramp-${name}`), ramp, ramp.length, palettes[name]);
  }
  painter.paint(byId('ramp-difference'), ramp, ramp.length, palettes.signed);
  // A phone has room for one stage at a time.
  if (window.innerWidth < 700) {
    for (const each of controls.querySelectorAll('input[name="show"]')) each.checked = each.value === 'one';
  }
  draw();
}
