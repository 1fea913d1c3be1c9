import type { Element } from 'xast';
import { x } from 'xastscript';
import { type CascadeLayout, headHeight, type PlacedBlock, type PlacedRow } from './cascade-layout.ts';
import { badge, FAINT, INK, label, MUTED } from './drawing.ts';
import { textWidth } from './font.ts';

/** What stands over the columns; over the stages in a row, what is done to the network from one to the next. */
export function headingRow(layout: CascadeLayout, direction: string): Element[] {
  const { lefts, cell, headings, slant, headingBaseline, bracketTop, sizes } = layout;
  const size = sizes.heading;
  const words = headings.map(({ text, full }, column) => {
    const middle = lefts[column] + cell / 2;
    if (slant === 0) return label(text, middle, headingBaseline, { size, anchor: 'middle', full });
    const transform = `rotate(${-slant} ${middle} ${headingBaseline})`;
    return label(text, middle, headingBaseline, { size, transform, full });
  });
  const input = inputHeading(layout);
  if (!hasBracket(layout, direction)) return [...input, ...words];
  const from = lefts[1];
  const to = lefts[lefts.length - 1] + cell;
  return [
    ...input,
    label(direction, (from + to) / 2, bracketTop + 8, { size: 9, anchor: 'middle', fill: MUTED }),
    x('path', { d: `M${from} ${bracketTop + 13}H${to}`, stroke: FAINT, fill: 'none' }),
    ...words,
  ];
}

/** Whether the stages have room for the words over them; else the subtitle says it. */
export function hasBracket({ slant, lefts, cell }: CascadeLayout, direction: string): boolean {
  const room = lefts.length > 1 ? lefts[lefts.length - 1] + cell - lefts[1] : 0;
  return slant === 0 && textWidth(direction, 9) <= room;
}

function inputHeading({ picture, margin, headingBaseline, sizes }: CascadeLayout): Element[] {
  if (picture === 0) return [];
  const size = sizes.heading;
  const centred = textWidth('input', size) <= picture;
  const style = { size, anchor: centred ? ('middle' as const) : ('start' as const) };
  return [label('input', centred ? margin + picture / 2 : margin, headingBaseline, style)];
}

/** Below the picture of an input: its name, what the network predicts and its label. */
export function blockCaption(
  { caption, top }: PlacedBlock,
  { margin, picture, sizes }: CascadeLayout,
): Element[] {
  const size = sizes.note;
  return caption.map((line, at) =>
    label(line, margin, top + picture + 3 + size * (1 + 1.25 * at), { size, fill: MUTED }),
  );
}

/** The name of a row with its verdict. */
export function rowHead(row: PlacedRow, { names, sizes }: CascadeLayout): Element[] {
  const { name, note } = sizes;
  const top = row.middle - headHeight(row, sizes) / 2;
  const notes = top + row.nameLines.length * name * 1.2;
  const bottom = notes + row.noteLines.length * note * 1.25;
  return [
    ...row.nameLines.map((line, at) =>
      label(line, names, top + name * (0.95 + 1.2 * at), {
        ...{ size: name, weight: 'bold' as const, fill: INK },
        ...(at === 0 && row.nameLines.length > 1 ? { full: row.name } : {}),
      }),
    ),
    ...row.noteLines.map((line, at) =>
      label(line, names, notes + note * (1 + 1.25 * at), { size: note, fill: MUTED }),
    ),
    ...(row.status === null ? [] : [badge(row.status, names, bottom + 2, note)]),
  ];
}
