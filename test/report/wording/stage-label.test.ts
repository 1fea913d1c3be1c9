import { expect, it } from 'vitest';
import { stageLabel } from '../../../src/report/wording/stage-label.ts';
import { exampleReport } from '../example.ts';

const [check] = exampleReport().checks;

it('reads as an addition in a cumulative order', () => {
  expect(check.stages.map((stage) => stageLabel(check, stage.name))).toEqual([
    'output',
    '+ fc1',
    '+ conv2',
    '+ conv1 (all)',
  ]);
});

it('is the plain name where a stage does not build on the one before', () => {
  const stages = check.stages.map((stage, index) => ({
    ...stage,
    coverage: 0.2,
    layers: [`layer-${index}`],
  }));
  expect(stages.map((stage) => stageLabel({ ...check, stages }, stage.name))).toEqual([
    'output',
    'fc1',
    'conv2',
    'layer-3',
  ]);
});

it('is the name of an unknown stage', () => {
  expect(stageLabel(check, 'other\nstage')).toBe('other stage');
  expect(stageLabel(undefined, 'output')).toBe('output');
});
