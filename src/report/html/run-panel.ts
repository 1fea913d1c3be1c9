import type { Element } from 'hast';
import { h } from 'hastscript';
import type { Report } from '../../harness/report.ts';
import { computedBy } from '../engine-text.ts';
import { ordersOf } from '../gate-columns.ts';
import { shareText, similarityText } from '../number-text.ts';
import { stageLabel } from '../stage-label.ts';
import { oneLine } from '../text-layout.ts';
import { TRAINING_HEAD, trainingRows } from '../training-table.ts';
import { visibleJson } from '../visible-json.ts';
import { command, facts, foldable, table } from './elements.ts';

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

/** Model, plan, coverage, environment, inputs, notices and the command that repeats the run. */
export function runPanel(report: Report, environment: Environment): Element {
  const { model, engine } = report;
  return h('section', { ariaLabelledBy: ['run-title'] }, [
    h('h2', { id: 'run-title' }, 'The run'),
    h('p', 'This command repeats it:'),
    command(report.command),
    ...(report.notices.length === 0
      ? []
      : [
          h('h3', 'Notices'),
          h(
            'ul',
            report.notices.map(({ message }) => h('li', oneLine(message))),
          ),
        ]),
    h('h3', 'Model'),
    facts([
      ['source', oneLine(model.source)],
      ['SHA-256', h('code', model.sha256)],
      ['input', model.inputShape.join(' × ')],
      ['classes', String(model.classes)],
      ['parameters', String(model.parameters)],
    ]),
    foldable('Layers, from output to input', [
      table(
        'Layers',
        ['layer', 'kind', 'parameters'],
        model.layers.map((layer) => [oneLine(layer.name), oneLine(layer.kind), String(layer.parameters)]),
      ),
    ]),
    ...(report.training ? [h('h3', 'Training'), trainingTable(report.training)] : []),
    h('h3', 'Coverage'),
    ...ordersOf(report.checks).map((order) => coverageTable(report, order)),
    h('h3', 'Environment'),
    facts([
      ['saliency-sanity', report.version],
      ['engine', `${oneLine(engine.name)} (${computedBy(engine)}), ${engine.threads} threads`],
      ['inputs per pass', String(report.plan.batch)],
      ['Node.js', environment.node],
      ['platform', environment.platform],
      ['started', oneLine(report.startedAt)],
      ['took', `${(report.durationMs / 1000).toFixed(1)} s`],
    ]),
    foldable('Plan', [h('pre', { tabIndex: 0 }, h('code', visibleJson(report.plan)))]),
    foldable('Inputs', [inputsTable(report)]),
  ]);
}

/** How much of the model is random at every stage, and how far the logits moved. */
function coverageTable(report: Report, order: string): Element {
  const check = report.checks.find((each) => each.order === order);
  const rows = (check?.stages ?? []).map((stage) => [
    stageLabel(check, stage.name),
    shareText(stage.coverage),
    similarityText(stage.logitShift),
    stage.layers.map(oneLine).join(', '),
  ]);
  const head = ['stage', 'random parameters', 'logit shift (SD)', 'random layers'];
  return table(`Coverage, ${oneLine(order)}`, head, rows);
}

function trainingTable(networks: NonNullable<Report['training']>): Element {
  const rows = trainingRows(networks).map((row) => row.map(oneLine));
  return table('Trained networks', TRAINING_HEAD, rows);
}

function inputsTable(report: Report): Element {
  const rows = report.inputs.map(({ id, label, predicted, probability, sha256 }) => [
    oneLine(id),
    label === null ? '' : String(label),
    `${predicted} (${similarityText(probability)})`,
    h('code', sha256.slice(0, 16)),
  ]);
  return table('Inputs', ['input', 'label', 'predicted class', 'SHA-256 (start)'], rows);
}
