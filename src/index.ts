import './no-telemetry.ts';

export type { BoundModel } from './attribution/bound-model.ts';
export type { CustomMethod } from './attribution/custom-method.ts';
export type { Maps } from './attribution/maps.ts';
export type { Batch, Twin } from './attribution/method.ts';
export { METHODS } from './attribution/registry.ts';
export {
  type Config,
  defineConfig,
  type Expectation,
  type ExplainConfig,
  type GateChoice,
  type InputArrays,
  type MethodChoice,
  type MethodSettings,
} from './config/config.ts';
export type { Invocation } from './config/invocation.ts';
export { InputError, type InputErrorParts } from './errors.ts';
export { type Explanation, explain } from './explain.ts';
export { Interrupted } from './harness/measure/interrupt.ts';
export type { Progress } from './harness/measure/progress.ts';
export type { RunStart } from './harness/measure/run-start.ts';
export type { DatasetGenerator, Example } from './inputs/generated.ts';
export type { Inputs } from './inputs/inputs.ts';
export type { Preprocess, PreprocessFunction } from './inputs/preprocess.ts';
export { type GivenArray, type LoadOptions, loadModel } from './model/load.ts';
export type { Layer, Model, Site, Tokens, WeightSpec, Weights } from './model/model.ts';
export type { OutputKind, RemovedActivation } from './model/output.ts';
export { writeModel } from './model/write.ts';
export type { ChannelOrder, Gate, Plan, PreprocessName } from './plan/plan.ts';
export type { TrainingArrays, TrainingConfig, TrainingPlan } from './plan/training.ts';
export { type Randomized, type RandomizeOptions, randomize } from './randomize/randomize.ts';
export type {
  AccuracyFinding,
  BaselineComparison,
  CheckResult,
  GateResult,
  InputReport,
  Interval,
  LayerReport,
  Notice,
  Reason,
  References,
  Report,
  RetainedChange,
  RunCost,
  ScoreSummary,
  SkippedMethod,
  StageResult,
  Status,
  TrainingReport,
  VerdictChange,
} from './results/report.ts';
export { type PlannedCheck, planChecks, type RunOptions, runChecks } from './run-checks.ts';
export { type ComparableMaps, compareMaps } from './similarity/compare-maps.ts';
export type { Metric } from './similarity/metric.ts';
export { METRICS } from './similarity/registry.ts';
