import type { ModelDescription } from '../model/describe.ts';
import type { LayerGroup } from '../randomize/group.ts';
import { plainTable } from '../report/wording/plain-table.ts';
import { columns, oneLine, truncate, wrap } from '../report/wording/text-layout.ts';

const LONGEST_NAME = 24;
/** Of groups and layers where a line may not be longer than a terminal. */
const SHORT_GROUP = 15;
const SHORT_NAME = 23;

interface Row {
  /** Empty from a group's second layer on. */
  readonly group: string;
  readonly layer: string;
  readonly kind: string;
  readonly output: string;
  readonly parameters: string;
  readonly random: string;
  readonly values: string;
}

export interface LayerTable {
  readonly description: Pick<ModelDescription, 'layers' | 'parameters'>;
  /** From output to input. */
  readonly groups: readonly LayerGroup[];
  /** How weights are randomised, by their names. */
  readonly randomization: Readonly<Record<string, string>>;
  /** Heading of the new values. */
  readonly heading: string;
}

/**
 * The lines of a table of layers as a cascade randomises them. Where they would be longer than `width`, names are cut,
 * kinds left out, and the new values are told below the table, under letters.
 */
export function layerTable(table: LayerTable, width = Number.POSITIVE_INFINITY): string[] {
  const rows = rowsOf(table);
  const grouped = rows.some(({ group, layer }) => group !== layer);
  const full = plainTable(
    [
      [...(grouped ? ['group'] : []), 'layer', 'kind', 'output', 'parameters', 'random', table.heading],
      ...rows.map((row) => [
        ...(grouped ? [truncate(row.group, LONGEST_NAME)] : []),
        ...[truncate(row.layer, LONGEST_NAME), row.kind, row.output, row.parameters, row.random, row.values],
      ]),
    ],
    [...(grouped ? ['left' as const] : []), 'left', 'left', 'left', 'right', 'right', 'left'],
  );
  return full.every((line) => columns(line) <= width)
    ? full
    : narrowTable(rows, grouped, table.heading, width);
}

function narrowTable(rows: readonly Row[], grouped: boolean, heading: string, width: number): string[] {
  const values = [...new Set(rows.map((row) => row.values))];
  const letter = (text: string) => letterOf(values.indexOf(text));
  const lines = plainTable(
    [
      [...(grouped ? ['group'] : []), 'layer', 'output', 'parameters', 'random', 'new'],
      ...rows.map((row) => [
        ...(grouped ? [truncate(row.group, SHORT_GROUP)] : []),
        ...[truncate(row.layer, SHORT_NAME), row.output, row.parameters, row.random, letter(row.values)],
      ]),
    ],
    [...(grouped ? ['left' as const] : []), 'left', 'left', 'right', 'right', 'left'],
  );
  const legend = values.flatMap((text) =>
    wrap(text, width - 4).map((line, i) => `${(i === 0 ? letter(text) : '').padEnd(3)} ${line}`),
  );
  return [...lines, '', `${heading}:`, ...legend];
}

/** a, b, ... z, aa, ab ... */
function letterOf(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

function rowsOf({ description, groups, randomization }: LayerTable): Row[] {
  const layers = new Map(description.layers.map((layer) => [layer.name, layer]));
  let random = 0;
  return groups.flatMap((group) =>
    group.members.map((name, index): Row => {
      const { kind, outputShape, parameters, weights } = layers.get(name)!;
      random += parameters;
      return {
        group: index === 0 ? oneLine(group.name) : '',
        layer: oneLine(name),
        kind,
        output: `[${outputShape.join(', ')}]`,
        parameters: parameters.toLocaleString('en-US'),
        random: `${((100 * random) / description.parameters).toFixed(1)} %`,
        values: [...new Set(weights.map((weight) => randomization[weight.name]))].join('; '),
      };
    }),
  );
}
