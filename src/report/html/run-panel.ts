import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../results/report.ts';
import { counted, countText } from '../wording/count-text.ts';
import { computedBy } from '../wording/engine-text.ts';
import { ordersOf } from '../wording/gate-columns.ts';
import { shareText, similarityText } from '../wording/number-text.ts';
import { labelText, predictionText } from '../wording/prediction-text.ts';
import { durationText } from '../wording/run-facts.ts';
import { oneLine } from '../wording/text-layout.ts';
import { TRAINING_HEAD, trainingRows } from '../wording/training-table.ts';
import { visibleJson } from '../wording/visible-json.ts';
import { command, facts, foldable, table } from './elements.ts';
import { stageText } from './stage-text.ts';
import { term } from './terms.ts';

/** Where a run was made; the report itself only holds what decides its numbers. */
export interface Environment {
  /** Version of Node.js. */
  readonly node: string;
  readonly platform: string;
}

/** This process's own. */
export function currentEnvironment(): Environment {
  return { node: process.version, platform: `${process.platform} ${process.arch}` };
}

/** Model, plan, coverage, environment, inputs and the command that repeats the run. */
export function runPanel(report: Report, environment: Environment): Element {
  const { model, engine } = report;
  return h('section', { ariaLabelledBy: ['run'] }, [
    h('h2', { id: 'run' }, 'The run'),
    h('p', 'This command repeats it:'),
    command(report.command),
    h('h3', 'Model'),
    facts([
      ['source', oneLine(model.source)],
      ['SHA-256', h('code', model.sha256)],
      ['input', model.inputShape.join(' × ')],
      ...(model.output === 'regression' ? [] : [['classes', countText(model.classes)] as const]),
      ['parameters', countText(model.parameters)],
    ]),
    foldable('Layers, from output to input', [
      table(
        'Layers',
        ['layer', 'kind', 'parameters'],
        model.layers.map((layer) => [oneLine(layer.name), oneLine(layer.kind), countText(layer.parameters)]),
      ),
    ]),
    ...(report.training ? [foldable('Training', [trainingTable(report.training)])] : []),
    foldable(
      'Coverage: what is random at every stage',
      ordersOf(report.checks).map((order) => coverageTable(report, order)),
    ),
    h('h3', 'Environment'),
    facts([
      ['saliency-sanity', report.version],
      ['engine', `${oneLine(engine.name)} (${computedBy(engine)}), ${counted(engine.threads, 'thread')}`],
      ['inputs per pass', String(report.plan.batch)],
      ['Node.js', environment.node],
      ['platform', environment.platform],
      ['started', oneLine(report.startedAt)],
      ['took', durationText(report.durationMs)],
    ]),
    foldable('Plan', [h('pre', { tabIndex: 0 }, h('code', visibleJson(report.plan)))]),
    foldable('Inputs', [inputsTable(report)]),
  ]);
}

/** How much of the model is random at every stage, and how far the logits moved. */
function coverageTable(report: Report, order: string): Element {
  const check = report.checks.find((each) => each.order === order);
  const rows = (check?.stages ?? []).map((stage) => [
    stageText(check, stage.name),
    shareText(stage.coverage),
    similarityText(stage.logitShift),
    h('span', { className: ['long'] }, stage.layers.map(oneLine).join(', ')),
  ]);
  const head = [
    term('stage'),
    term('coverage', 'random parameters'),
    term('logit shift', 'logit shift (SD)'),
    'random layers',
  ];
  return table(`Coverage, ${oneLine(order)}`, head, rows);
}

function trainingTable(networks: NonNullable<Report['training']>): Element {
  const rows = trainingRows(networks).map((row) => row.map(oneLine));
  return table('Trained networks', TRAINING_HEAD, rows);
}

function inputsTable(report: Report): Element {
  const rows = report.inputs.map((input) => [
    oneLine(input.id),
    labelText(input),
    predictionText(input),
    h('code', input.sha256.slice(0, 16)),
  ]);
  return table(
    'Inputs',
    [
      'input',
      'label',
      report.model.output === 'regression' ? 'output' : 'predicted class',
      'SHA-256 (start)',
    ],
    rows,
  );
}
