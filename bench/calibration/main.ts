// npm run calibrate -- [--cache FOLDER] [--worlds digits-cnn,shapes:100x30] [--images 200] [--draws 60] [--runs 2000] [--looks 500] [--controls 1000] [--pairs 200] [--threads 2] [--dose] [--budget SECONDS] [--quick] [--stored] [--write]
// Small runs, as a user would make them, drawn from populations of scores whose true values are known. What was measured or
// counted lies in --cache and is not done again, and --stored takes only what lies there; a call that has used --budget seconds of the processor ends, and another one goes on. --write puts the tables into docs/verdict.md.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { markdownTable } from '../methods/markdown.ts';
import { writePage } from '../verdicts/page.ts';
import { controlTable } from './control-table.ts';
import { countRuns } from './count-runs.ts';
import { coverageTable, gateTable } from './coverage.ts';
import { goalTable, lookTable, verdictTable, wrongVerdicts } from './deciding.ts';
import { doseFigure, doseTable, measureDoses } from './dose.ts';
import { kept } from './kept.ts';
import { kindTable } from './kinds.ts';
import { readOptions } from './options.ts';
import type { WorldTallies } from './world-tallies.ts';

const options = readOptions();
const { asked, cache } = options;

/** Enough for controls, most of whose maps are the same in every draw. */
const MOST_OF_CONTROLS = { images: 60, draws: 20 };

const worlds: WorldTallies[] = [];
for (const each of asked) {
  const { world, images, draws } = each;
  const found = await countRuns(each, 'methods', options.ofMethods, options);
  if (!found) continue;
  const few = {
    world,
    images: Math.min(images, MOST_OF_CONTROLS.images),
    draws: Math.min(draws, MOST_OF_CONTROLS.draws),
  };
  const controls = await countRuns(few, 'controls', options.ofControls, options);
  const { stages, tallies } = found;
  worlds.push({
    ...{ world: world.name, images, draws, stages, ...tallies },
    controls: controls?.tallies ?? null,
  });
}
const dose = options.dose ? await kept(cache, 'dose', options, measureDoses) : null;

const size =
  'Small runs, drawn with replacement from populations whose inputs x draws stand in the second column.';
const parts: Record<string, string> = {
  ...(worlds.length > 0 && {
    kinds: markdownTable(kindTable(worlds)),
    coverage: `${size}\n\n${markdownTable(coverageTable(worlds))}`,
    gates: worlds.map((world) => `**${world.world}**\n\n${markdownTable(gateTable(world))}`).join('\n\n'),
    controls: markdownTable(controlTable(worlds)),
    looks: markdownTable(lookTable(worlds)),
    deciding: [wrongVerdicts(worlds), verdictTable(worlds), goalTable(worlds)]
      .map(markdownTable)
      .join('\n\n'),
  }),
  ...(dose && { dose: markdownTable(doseTable(dose)) }),
};
console.log(Object.values(parts).join('\n\n'));
if (options.write) {
  await writePage(path.join('docs', 'verdict.md'), parts, 'calibrate');
  if (dose) writeFileSync(path.join('docs', 'dose.svg'), await doseFigure(dose));
}
// A control that passes is a fault of the rule.
const passing = worlds.flatMap(({ controls }) =>
  Object.values(controls ?? {}).flatMap((tallied) => tallied.filter(({ verdicts }) => verdicts.passed > 0)),
);
if (passing.length > 0) {
  console.error(`passed, and must not: ${passing.map(({ method }) => method).join(', ')}`);
  process.exit(1);
}
