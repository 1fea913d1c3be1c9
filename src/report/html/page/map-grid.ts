import type { PageCheck, PageData } from '../page-data.ts';
import type { PageElement, PageWindow } from './dom.ts';
import type { MapStore, PageView } from './map-store.ts';
import type { Painting } from './painting.ts';
import type { PairView } from './pair-view.ts';

/** What the controls say. */
export interface GridChoice {
  readonly order: string;
  readonly methods: readonly string[];
  readonly view: PageView;
  readonly input: number;
  readonly stage: number;
  readonly oneStage: boolean;
}

interface Tools {
  readonly window: PageWindow;
  readonly painting: Painting;
  readonly data: PageData;
  readonly store: MapStore;
  readonly pair: PairView;
}

/** Runs in the page: the table of maps, drawn anew for every choice. It may use nothing but its argument. */
export function mapGrid({ window, painting, data, store, pair }: Tools): (choice: GridChoice) => void {
  const { document } = window;
  const grid = document.getElementById('grid');
  const make = (name: string, className: string, text = ''): PageElement => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  };
  /** Pixels of the page that a map has at most. */
  const room = (oneStage: boolean): number => (oneStage ? Math.min(192, 0.2 * window.innerWidth) : 96);
  /** What the map explains and what was added to it, in front of the map; null where the page has no pictures of them. */
  const changedInputs = (check: PageCheck, index: number, oneStage: boolean): PageElement[] => {
    const pair = check.changed?.[index];
    if (!pair || data.changed === null) return [];
    const { pictures, times } = data.changed;
    return ['input', `noise × ${times}`].map((text, which) => {
      const figure = make('span', 'changed');
      const image = make('img', '');
      image.src = pictures[pair[which]];
      image.alt = `${check.method}, ${text}`;
      painting.fit(image, check.width, check.height, room(oneStage));
      figure.append(image, make('span', 'score', text));
      return figure;
    });
  };
  const mapCell = (check: PageCheck, at: number, choice: GridChoice): PageElement => {
    const { view, input } = choice;
    const cell = make('td', choice.stage === at ? 'map now' : at === 0 ? 'map first' : 'map');
    const button = make('button', '');
    const { label } = check.stages[at];
    const index = at * data.inputs.length + input;
    const fault = check.faults[index];
    const scores =
      fault === null
        ? check.metrics.map((metric, which) => `${metric} ${check.scores[index][which]}`)
        : [`no scores: the map is ${fault}`];
    const canvas = make('canvas', '');
    painting.paint(canvas, store.map(view, check, at, input), check.width, store.palettes[view]);
    painting.fit(canvas, check.width, check.height, room(choice.oneStage));
    button.setAttribute('type', 'button');
    button.setAttribute('aria-label', `${check.method}, ${label}: ${scores.join(', ')}`);
    button.append(canvas);
    button.tabIndex = -1;
    button.dataset.tip = [label, ...scores].join('\n');
    button.addEventListener('click', () => pair.open(check, at, input, view));
    const score = make('span', 'score', at === 0 ? '' : (check.scores[index][check.under[view]] ?? ''));
    const before = changedInputs(check, index, choice.oneStage);
    if (before.length === 0) cell.append(button, score);
    else {
      const own = make('span', 'changed');
      own.append(button, score);
      cell.append(...before, own);
    }
    return cell;
  };
  const inputCell = (check: PageCheck, choice: GridChoice): PageElement => {
    const cell = make('td', 'map first');
    const { picture, id } = data.inputs[choice.input];
    if (picture === null) return cell;
    const image = make('img', '');
    image.src = picture;
    image.alt = `Input ${id}`;
    painting.fit(image, check.width, check.height, room(choice.oneStage));
    cell.append(image);
    return cell;
  };
  const heading = (text: string, className: string): PageElement => {
    const cell = make('th', className, text);
    cell.setAttribute('scope', 'col');
    return cell;
  };
  return (choice) => {
    const checks = data.checks.filter(
      ({ order, method }) => order === choice.order && choice.methods.includes(method),
    );
    grid.hidden = checks.length === 0;
    document.getElementById('nothing').hidden = checks.length > 0;
    grid.className = `maps ${choice.oneStage ? 'one' : 'all'}`;
    const head = make('tr', '');
    head.append(
      heading('method', ''),
      heading('input', 'first'),
      ...(checks[0]?.stages ?? []).map(({ label }, at) =>
        heading(label, at === choice.stage ? 'now' : at === 0 ? 'first' : ''),
      ),
    );
    const rows = checks.map((check) => {
      const row = make('tr', '');
      const name = make('th', '', check.method);
      name.setAttribute('scope', 'row');
      name.append(make('span', `verdict ${check.status}`, check.status));
      row.append(
        name,
        inputCell(check, choice),
        ...check.stages.map((_each, at) => mapCell(check, at, choice)),
      );
      return row;
    });
    const [top, body] = ['thead', 'tbody'].map((name) => document.createElement(name));
    top.append(head);
    body.append(...rows);
    grid.replaceChildren(top, body);
    for (const button of grid.querySelectorAll('button')) {
      button.tabIndex = 0;
      break;
    }
  };
}
