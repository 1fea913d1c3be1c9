import { describe, expect, test } from 'vitest';
import { explainSmoothed } from '../../src/attribution/explain-smoothed.ts';
import { otherClasses } from '../../src/checks/class-sensitivity.ts';
import { risesOf } from '../../src/checks/entropy.ts';
import { inputShift } from '../../src/checks/input-shift.ts';
import type { Lab } from '../../src/checks/lab.ts';
import { histogramEntropy } from '../../src/similarity/entropy.ts';
import {
  explained,
  mapsOf,
  methodOf,
  networkOf,
  read,
  type StoredScores,
  type StoredTensor,
  scoresOf,
  storedWeights,
  withModel,
  worstError,
  worstScore,
} from './oracle.ts';

// Tolerances are those of the oracle, of float32 maps and of scores of stored maps.
const OF_MAPS = 1e-5;
const OF_SCORES = 1e-9;
const ENGINES = ['compiled', 'eager'] as const;

const SPEARMAN = ['spearman-abs', 'spearman-signed'];
/** SSIM where a plane has room for the whole window: the oracle has none of smaller ones. */
const metricsOf = (network: string) => (network === 'cnn' ? [...SPEARMAN, 'ssim'] : SPEARMAN);

/** What a lab knows of a golden network; chance is not asked. */
function labOf(name: string): Pick<Lab, 'facts' | 'choice'> {
  const { batch, targets, logits, model } = networkOf(name);
  return {
    facts: {
      ...{ count: batch.count, classes: model.classes, inputs: batch.values, logits, targets },
      ...{
        ...{ shape: batch.shape, regions: null, labels: [] },
        range: { low: new Float32Array(0), high: new Float32Array(0) },
      },
    },
    choice: () => 0,
  };
}

interface ClassCase {
  readonly name: string;
  readonly second: number[];
  readonly least_likely: number[];
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly maps: StoredTensor;
        readonly scores_by_class: StoredScores[][];
        readonly second: StoredScores[];
        readonly least_likely: StoredScores[];
      }
    >
  >;
}

describe.each(read<ClassCase[]>('class-sensitivity.json'))('class-sensitivity on $name', (stored) => {
  const network = networkOf(stored.name);

  test('second and least likely are the oracle’s', () => {
    const lab = labOf(stored.name);
    expect([...otherClasses(lab, 'second', 0)]).toEqual(stored.second);
    expect([...otherClasses(lab, 'least-likely', 0)]).toEqual(stored.least_likely);
  });

  test.each(ENGINES)('%s maps of every class', async (engine) => {
    const entries = Object.keys(stored.methods);
    const { classes } = network.model;
    await withModel(engine, network, async (weighted) => {
      for (let c = 0; c < classes; c++) {
        const targets = new Int32Array(network.batch.count).fill(c);
        const maps = await explained(weighted, entries, { ...network, targets });
        for (const [m, entry] of entries.entries()) {
          const error = worstError(maps[m], mapsOf(stored.methods[entry].maps, c));
          expect(error, `${entry} of class ${c}`).toBeLessThan(OF_MAPS);
        }
      }
    });
  });

  test.each(Object.keys(stored.methods))('scores of %s', (entry) => {
    const { maps, second, least_likely: least } = stored.methods[entry];
    const perClass = Array.from({ length: maps.shape[0] }, (_, c) => mapsOf(maps, c));
    const size = perClass[0].values.length / perClass[0].count;
    const chosen = (classes: ArrayLike<number>) => {
      const values = new Float32Array(perClass[0].values.length);
      for (let i = 0; i < classes.length; i++) {
        values.set(perClass[classes[i]].values.subarray(i * size, (i + 1) * size), i * size);
      }
      return { ...perClass[0], values };
    };
    const own = chosen(network.targets);
    const metrics = metricsOf(stored.name);
    expect(worstScore(scoresOf(own, chosen(stored.second), metrics), second)).toBeLessThan(OF_SCORES);
    expect(worstScore(scoresOf(own, chosen(stored.least_likely), metrics), least)).toBeLessThan(OF_SCORES);
  });
});

interface ShiftCase {
  readonly name: string;
  readonly range: number;
  readonly conditions: Readonly<
    Record<
      string,
      {
        readonly c: number;
        readonly methods: Readonly<
          Record<
            string,
            {
              readonly exactly_one: boolean;
              readonly scores: StoredScores[];
              readonly maps?: StoredTensor;
            }
          >
        >;
      }
    >
  >;
}

describe.each(read<ShiftCase[]>('input-shift.json'))('input-shift on $name', (stored) => {
  const network = networkOf(stored.name);
  const conditions = inputShift.conditions({ groups: [], allGroups: [], methods: [] });

  test.each(ENGINES)('%s maps of shifted inputs', async (engine) => {
    for (const condition of conditions) {
      const { c, methods } = stored.conditions[condition.name];
      const lab = { ...labOf(stored.name) } as Lab;
      const { offset, inputs } = await inputShift.variant(lab, condition, 0).made();
      expect(offset).toBe(c);
      // The eager reference engine is slow: one path is as good as fifty.
      const entries = Object.keys(methods).filter(
        (entry) => engine === 'compiled' || entry !== 'integrated-gradients',
      );
      const plain = await withModel(engine, network, (weighted) => explained(weighted, entries, network));
      const batch = { ...network.batch, values: inputs! };
      const shifted = await withModel(
        engine,
        network,
        async (weighted) => {
          const logits = await weighted.logits(batch.values);
          for (const [i, logit] of logits.entries()) expect(logit).toBeCloseTo(network.logits[i], 5);
          return explained(weighted, entries, { ...network, batch });
        },
        { offset },
      );
      for (const [m, entry] of entries.entries()) {
        const { exactly_one: same, maps, scores } = methods[entry];
        if (same) expect(shifted[m], entry).toEqual(plain[m]);
        else expect(worstError(shifted[m], mapsOf(maps!)), entry).toBeLessThan(OF_MAPS);
        const found = scoresOf(plain[m], shifted[m], metricsOf(stored.name));
        expect(worstScore(found, scores), entry).toBeLessThan(OF_MAPS);
      }
    }
  });
});

interface SmoothCase {
  readonly name: string;
  readonly spread: number[];
  readonly weights: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, StoredTensor>>>>>
  >;
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly maps: Readonly<Record<string, StoredTensor>>;
        readonly scores: Readonly<Record<string, StoredScores[]>>;
      }
    >
  >;
}

describe.each(read<SmoothCase[]>('smooth-cascade.json'))('smooth-cascade on $name', (stored) => {
  const network = networkOf(stored.name);
  const entries = Object.keys(stored.methods);

  test.each(ENGINES)('%s maps averaged over noise', async (engine) => {
    const tried = engine === 'compiled' ? entries : ['gradient'];
    for (const stage of ['trained', 'output', 'full']) {
      const weights =
        stage === 'trained' ? network.model.trained : storedWeights(network, stored.weights[stage]);
      const maps = await withModel(
        engine,
        network,
        (weighted) =>
          explainSmoothed(tried.map(methodOf), weighted, network.batch, network.targets, network.noise, {
            draws: 8,
            spread: 0.1,
            noise: network.noise,
          }),
        { weights },
      );
      for (const [m, entry] of tried.entries()) {
        const error = worstError(maps[m], mapsOf(stored.methods[entry].maps[stage]));
        expect(error, `${entry}, ${stage}`).toBeLessThan(OF_MAPS);
      }
    }
  });

  test.each(entries)('scores of %s', (entry) => {
    const { maps, scores } = stored.methods[entry];
    for (const stage of ['output', 'full']) {
      const found = scoresOf(mapsOf(maps.trained), mapsOf(maps[stage]), metricsOf(stored.name));
      expect(worstScore(found, scores[`${stage}-smooth`]), stage).toBeLessThan(OF_SCORES);
    }
  });
});

interface EntropyCases {
  readonly constructed: { name: string; plane: (number | string)[]; entropy: number | null }[];
  readonly networks: {
    readonly name: string;
    readonly methods: Readonly<
      Record<
        string,
        {
          readonly random_maps: StoredTensor;
          readonly abs: { rise: (number | null)[] };
          readonly signed: { rise: (number | null)[] };
        }
      >
    >;
  }[];
}

describe('entropy', () => {
  const { constructed, networks: stored } = read<EntropyCases>('entropy.json');

  test.each(constructed)('of the plane $name', ({ plane, entropy }) => {
    const found = histogramEntropy(plane.map(Number));
    if (entropy === null) expect(found).toBeNaN();
    else expect(Math.abs(found - entropy)).toBeLessThan(1e-10);
  });

  test.each(stored)('rises of stored maps on $name', ({ name, methods }) => {
    for (const [entry, one] of Object.entries(methods)) {
      const trained = networkOf(name).expected.get(entry)!;
      const reference = { shape: trained.shape.slice(1), count: trained.shape[0], values: trained.values };
      for (const ranks of ['abs', 'signed'] as const) {
        const found = risesOf({ ranks, reference, changed: mapsOf(one.random_maps) });
        for (const [i, rise] of one[ranks].rise.entries()) {
          expect(found[i], `${entry} ${ranks} ${i}`).toBeCloseTo(rise ?? Number.NaN, 9);
        }
      }
    }
  });

  test('a map that does not change has no rise, a constant one none at all', () => {
    const size = 30;
    const values = Float32Array.from({ length: size }, (_, i) => i ** 2);
    const reference = { shape: [size], count: 1, values };
    const constant = { ...reference, values: new Float32Array(size).fill(2) };
    expect([...risesOf({ ranks: 'abs', reference, changed: reference })]).toEqual([0]);
    expect(risesOf({ ranks: 'abs', reference, changed: constant })[0]).toBeNaN();
  });
});
