import { expect, test } from 'vitest';
import { METHODS } from '../../src/attribution/registry.ts';
import { explainAll } from '../../src/harness/measure/explain-all.ts';
import { comparePairs, prepareMaps, samePairs } from '../../src/harness/measure/similarities.ts';
import { openSubject } from '../../src/harness/prepare/subject.ts';
import { randomizeLayers } from '../../src/randomize/randomize.ts';
import { METRICS } from '../../src/similarity/registry.ts';
import { blobs, smallNetwork } from '../attribution/small-network.ts';
import { REFERENCE } from '../engine/reference.ts';

// A harness that explains stale or lost weights is found out here: with nothing randomised nothing may change.
test.each(['compiled', 'eager'] as const)('%s: randomising nothing scores exactly 1', async (engine) => {
  const names = METHODS.filter((m) => !m.control && m.name !== 'ig-smoothgrad').map((m) => m.name);
  const methods = names.map((name) => {
    const { defaults } = METHODS.find((m) => m.name === name)!;
    const few = (['draws', 'samples', 'steps'] as const).find((setting) => setting in defaults);
    return few ? { name, [few]: few === 'samples' ? 20 : 3 } : name;
  });
  const subject = await openSubject(
    {
      model: smallNetwork(),
      inputs: { values: blobs(4), shape: [12, 12, 1] },
      methods,
      engine,
      backend: REFERENCE,
      threads: 2,
      batch: 16,
    },
    { cwd: '.' },
  );
  const { weights } = randomizeLayers(subject.model, []);
  const settings = { seed: 0, target: 'predicted' } as const;
  const trained = await explainAll(subject, {}, settings);
  const again = await explainAll(subject, { weights }, settings);
  const metrics = ['spearman-abs', 'spearman-signed', 'ssim'].map((name) => METRICS[name]);
  let compared = 0;
  for (const [m, maps] of trained.maps.entries()) {
    const [a, b] = [maps, again.maps[m]].map((one) => prepareMaps(one, metrics));
    for (const [metric, scores] of Object.entries(comparePairs(a, b, samePairs(4), metrics))) {
      for (const score of scores) {
        if (Number.isNaN(score)) continue;
        expect(score, `${subject.methods[m].name} ${metric}`).toBe(1);
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(100);
  await subject.dispose();
});
