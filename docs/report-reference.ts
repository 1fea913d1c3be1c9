import { markdownTable } from '../src/report/wording/markdown-text.ts';
import { REPORT_SCHEMA_NAME, reportJsonSchema } from '../src/results/report-schema.ts';
import { prose } from './prose.ts';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
}

/** The reference of report.json: every key with its kind and meaning, from the schema that reports are checked with. */
export function reportReference(): string {
  const schema = JSON.parse(reportJsonSchema()) as JsonSchema;
  const sections = [
    '# report.json',
    'Made from the code by `npm run reference`.',
    `Schema \`${REPORT_SCHEMA_NAME}\`; as JSON Schema in the package: \`saliency-sanity/report.schema.json\`. Later versions may have ` +
      'more keys, never fewer. Numbers that JSON cannot hold are null. `[]` stands for every item of a list, `*` for every name.',
    markdownTable([['key', 'kind', 'meaning'], ...rowsOf(schema, '')], 3),
  ];
  return `${sections.join('\n\n')}\n`;
}

function rowsOf(schema: JsonSchema, path: string): string[][] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const optional = required.has(key) ? '' : ', may be missing';
    const row = [`\`${name}\``, `${kindOf(inner)}${optional}`, prose(inner.description ?? '')];
    return [row, ...within(inner, name)];
  });
}

/** The keys below one: of an object, of a list's items, of the objects by name. */
function within(schema: JsonSchema, name: string): string[][] {
  const shape = schema.anyOf?.find((one) => one.type !== 'null') ?? schema;
  if (shape.properties && Object.keys(shape.properties).length > 0) return rowsOf(shape, name);
  if (shape.items) return within(shape.items, `${name}[]`);
  if (shape.type === 'object' && shape.additionalProperties)
    return within(shape.additionalProperties, `${name}.*`);
  return [];
}

function kindOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((one) => `\`${String(one)}\``).join(', ');
  if (schema.anyOf) return schema.anyOf.map(kindOf).join(' or ');
  if (schema.type === 'array') return `list of ${kindOf(schema.items ?? {})}`;
  return [schema.type ?? 'any'].flat().join(' or ');
}
