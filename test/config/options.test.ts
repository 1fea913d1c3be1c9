import { describe, expect, test } from 'vitest';
import { optionSentences } from '../../docs/option-sentences.ts';
import { FLAGS } from '../../src/cli/options.ts';
import { DEFAULTS } from '../../src/config/defaults.ts';
import { flagName, movedOptions, OPTIONS, placed } from '../../src/config/options/list.ts';
import type { Option, Options } from '../../src/config/options/option.ts';
import { parseConfig } from '../../src/config/parse.ts';
import { PICTURE_BUDGET } from '../../src/harness/prepare/plan-run.ts';
import { type Plan, planPart } from '../../src/plan/plan.ts';
import { reportJsonSchema } from '../../src/results/report-schema.ts';
import { exampleReport } from '../report/example.ts';

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
}

const { plan: planSchema } = (JSON.parse(reportJsonSchema()) as Schema).properties;
const EVERYTHING = ['scores', 'verdicts', 'nothing'] as const;

describe('the plan of a report', () => {
  test('has no key of which it is not declared what it decides', () => {
    const named = (schema: Schema): object =>
      Object.fromEntries(
        Object.entries(schema.properties).map(([key, inner]) => [
          key,
          key === 'training' ? named(inner) : key,
        ]),
      );
    const plan = named(planSchema) as Plan;
    expect(Object.keys(plan).length).toBeGreaterThan(25);
    expect(planPart(plan, [])).toEqual({});
    expect(planPart(plan, EVERYTHING)).toEqual(plan);
  });

  test('is parted by what each key decides', () => {
    const { plan } = exampleReport();
    const parts = EVERYTHING.map((decides) => Object.keys(planPart({ ...plan, title: 'x' }, [decides])));
    expect(parts.flat().sort()).toEqual([...Object.keys(plan), 'title'].sort());
    const examples = ['draws seed methods groups', 'confidence gates', 'model threads device pictures title'];
    for (const [i, names] of examples.entries()) {
      expect(parts[i]).toEqual(expect.arrayContaining(names.split(' ')));
    }
  });

  test('keeps what only another version knows', () => {
    expect(planPart({ later: 1, toString: 2 } as unknown as Plan, ['scores'])).toEqual({
      later: 1,
      toString: 2,
    });
  });
});

describe('every option', () => {
  test('has sentences, which name its default', async () => {
    const sentences = await optionSentences();
    const wrong = placed(OPTIONS).flatMap(({ path, option }) => {
      const text = sentences.get(option) ?? '';
      const name = path.join('.');
      return text.endsWith('.') && namesDefault(text, option) ? [] : [`${name}: ${text}`];
    });
    expect(wrong).toEqual([]);
  });

  test('that is a flag has a name of its own on the command line', () => {
    const names = placed(OPTIONS).flatMap((each) => flagName(each) ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect([...FLAGS.keys()]).toEqual(names);
  });

  test('whose schema takes a path moves it', () => {
    const moved = (path: string) => `moved/${path}`;
    const stays = placed(OPTIONS).flatMap(({ path, option }) => {
      if (!/path|folder/.test(expectedOf(option.schema))) return [];
      const given = path.reduceRight<unknown>((value, key) => ({ [key]: value }), 'x') as object;
      return JSON.stringify(movedOptions(given, moved)).includes('"moved/x"') ? [] : [path.join('.')];
    });
    expect(stays).toEqual([]);
  });

  test('that a quick run changes has another value there, which would be accepted', () => {
    const quick = Object.entries(OPTIONS as Options).filter(([, option]) => option.quick !== undefined);
    expect(quick.map(([key]) => key)).toEqual(expect.arrayContaining(['draws', 'limit']));
    for (const [key, option] of quick) {
      expect(option.quick).not.toBe(option.default);
      expect(parseConfig({ [key]: option.quick })).toEqual({ [key]: option.quick });
    }
  });
});

test('the sentence on pictures gives the room that there is', async () => {
  const text = (await optionSentences()).get(OPTIONS.pictures);
  expect(text).toContain(`${PICTURE_BUDGET / 2 ** 20} MiB`);
  expect(text).toContain(`${DEFAULTS.pictures}`);
});

/** Defaults that are words of a machine are told in words. */
function namesDefault(text: string, option: Option): boolean {
  const { default: standard } = option;
  if (standard === undefined) return true;
  if (option === OPTIONS.threads) return text.includes('available cores');
  if (typeof standard === 'boolean') return new RegExp(`\\b${standard}\\b by default`, 'i').test(text);
  return [standard].flat().every((each) => text.includes(String(each).replace(/^0(?=\.)/, '')));
}

/** What a message of the schema asks for. */
function expectedOf(schema: Options[string]['schema']): string {
  const read = schema.safeParse(Symbol('nothing that an option may be'));
  return read.success ? '' : read.error.issues[0].message;
}
