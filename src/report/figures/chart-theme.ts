import { truncate } from '../wording/text-layout.ts';
import { FAINT, INK, MUTED } from './drawing.ts';
import { type FigureTitle, titleLines } from './figure-title.ts';
import { FONT_FAMILY, textWidth } from './font.ts';
import { vegaText } from './vega-picture.ts';

export const LABEL_SIZE = 9;
export const PANEL_TITLE_SIZE = 10.5;
/** Ground of the zones beside the curves, and of grid lines. */
export const SHADE = '#f4f4f4';
export const GRID = '#ececec';
export const GROUND = '#ffffff';

/** What all charts share: the font, thin axes, no frame. Legends are drawn by the charts themselves. */
export const THEME = {
  font: FONT_FAMILY,
  view: { stroke: null },
  axis: {
    labelFontSize: LABEL_SIZE,
    titleFontSize: LABEL_SIZE,
    titleFontWeight: 'normal',
    labelColor: INK,
    titleColor: MUTED,
    gridColor: GRID,
    domainColor: FAINT,
    tickColor: FAINT,
  },
};

/** The title over a whole chart, or none, no wider than `width` units: a title would else widen the chart. */
export function chartTitle(text: FigureTitle | null, width: number) {
  if (text === null) return undefined;
  const { title, subtitle, titleSize, subtitleSize } = titleLines(text, width);
  return {
    text: title.map(vegaText),
    subtitle: subtitle.map(vegaText),
    anchor: 'start' as const,
    frame: 'bounds' as const,
    color: INK,
    fontSize: titleSize,
    lineHeight: titleSize * 1.25,
    subtitleFontSize: subtitleSize,
    subtitleLineHeight: subtitleSize * 1.35,
    subtitleColor: MUTED,
    subtitlePadding: 4,
    offset: 12,
  };
}

/** The title over one panel, no wider than `width` units. */
export function panelTitle(text: string, width: number) {
  return {
    text: vegaText(truncate(text, width, (part) => textWidth(part, PANEL_TITLE_SIZE, 'bold'))),
    anchor: 'start' as const,
    color: INK,
    fontSize: PANEL_TITLE_SIZE,
    fontWeight: 'bold',
    offset: 6,
  };
}
