import { InputError } from '../errors.ts';
import { nearestNames } from '../nearest.ts';
import type { Method, MethodDefinition } from './method.ts';
import { attentionRollout } from './methods/attention-rollout.ts';
import { attnLrp } from './methods/attn-lrp.ts';
import { blurIg } from './methods/blur-ig.ts';
import { contrastiveWinning } from './methods/c-mwp.ts';
import { cam } from './methods/cam.ts';
import { competitiveGradientXInput } from './methods/competitive-gradient-x-input.ts';
import { constant, edgeDetector, fixedNoise, freshNoise, inputControl } from './methods/controls.ts';
import { deconvnet } from './methods/deconvnet.ts';
import { deepShap } from './methods/deep-shap.ts';
import { deepTaylor } from './methods/deep-taylor.ts';
import { deeplift } from './methods/deeplift.ts';
import { excitationBackprop } from './methods/excitation-backprop.ts';
import { expectedGradients } from './methods/expected-gradients.ts';
import { extremalPerturbation } from './methods/extremal-perturbation.ts';
import { featureAblation } from './methods/feature-ablation.ts';
import { gradCam } from './methods/grad-cam.ts';
import { gradCamPlusPlus } from './methods/grad-cam-plus-plus.ts';
import { gradient } from './methods/gradient.ts';
import { guidedBackprop } from './methods/guided-backprop.ts';
import { guidedGradCam } from './methods/guided-grad-cam.ts';
import { guidedIg } from './methods/guided-ig.ts';
import { hiresCam } from './methods/hires-cam.ts';
import { igSmoothgrad } from './methods/ig-smoothgrad.ts';
import { inputXGradient } from './methods/input-x-gradient.ts';
import { integratedGradients } from './methods/integrated-gradients.ts';
import { kernelShap } from './methods/kernel-shap.ts';
import { layerCam } from './methods/layer-cam.ts';
import { lime } from './methods/lime.ts';
import { lrpAlphaBeta } from './methods/lrp-alpha-beta.ts';
import { lrpEpsilon } from './methods/lrp-epsilon.ts';
import { lrpEpsilonGammaBox } from './methods/lrp-epsilon-gamma-box.ts';
import { lrpEpsilonPlusFlat } from './methods/lrp-epsilon-plus-flat.ts';
import { lrpZPlus } from './methods/lrp-z-plus.ts';
import { maskPerturbation } from './methods/mask-perturbation.ts';
import { occlusion } from './methods/occlusion.ts';
import { patternAttribution } from './methods/pattern-attribution.ts';
import { patternNet } from './methods/pattern-net.ts';
import { rectgrad } from './methods/rectgrad.ts';
import { rise } from './methods/rise.ts';
import { scoreCam } from './methods/score-cam.ts';
import { smoothgrad } from './methods/smoothgrad.ts';
import { smoothgradSquared } from './methods/smoothgrad-squared.ts';
import { vargrad } from './methods/vargrad.ts';

/** Every built-in method, in the order of reports. */
export const METHODS: readonly MethodDefinition[] = Object.freeze([
  gradient,
  smoothgrad,
  smoothgradSquared,
  vargrad,
  inputXGradient,
  competitiveGradientXInput,
  integratedGradients,
  expectedGradients,
  guidedIg,
  blurIg,
  igSmoothgrad,
  guidedBackprop,
  deconvnet,
  rectgrad,
  lrpEpsilon,
  lrpZPlus,
  lrpAlphaBeta,
  lrpEpsilonPlusFlat,
  lrpEpsilonGammaBox,
  attnLrp,
  deepTaylor,
  deeplift,
  deepShap,
  excitationBackprop,
  contrastiveWinning,
  patternNet,
  patternAttribution,
  gradCam,
  guidedGradCam,
  gradCamPlusPlus,
  hiresCam,
  layerCam,
  scoreCam,
  cam,
  attentionRollout,
  occlusion,
  featureAblation,
  lime,
  kernelShap,
  rise,
  maskPerturbation,
  extremalPerturbation,
  inputControl,
  edgeDetector,
  constant,
  fixedNoise,
  freshNoise,
]);

/** The method that is the network's own derivative. */
export const DERIVATIVE: MethodDefinition = METHODS.find((method) => method.derivative)!;

/** Methods by the family that they say they are of, families and methods in the order of reports. */
function families(): Record<string, readonly string[]> {
  const names = METHODS.flatMap(({ family }) => family ?? []);
  const members = (name: string) =>
    METHODS.filter(({ family }) => family === name).map((method) => method.name);
  return Object.fromEntries(names.map((name) => [name, members(name)]));
}

/** Named sets of methods: those of Adebayo et al. 2018, section 2, every family, all but the controls, and the controls. */
export const METHOD_SETS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  paper: [
    'gradient',
    'smoothgrad',
    'vargrad',
    'input-x-gradient',
    'integrated-gradients',
    'ig-smoothgrad',
    'guided-backprop',
    'grad-cam',
    'guided-grad-cam',
  ],
  ...families(),
  all: METHODS.filter((m) => !m.control).map((m) => m.name),
  controls: METHODS.filter((m) => m.control).map((m) => m.name),
});

/** Sets of methods of every price, which leave out what takes more than a third of the work of all that is cheaper in them and itself. */
export const FRUGAL_SETS: ReadonlySet<string> = new Set(['paper', 'all']);

/** A built-in method with settings. Throws InputError for an unknown name, with the nearest known ones, sets among them. */
export function createMethod(name: string, settings?: Readonly<Record<string, unknown>>): Method {
  const definition = METHODS.find((m) => m.name === name);
  if (definition) return definition.create(settings);
  const nearest = nearestNames(name, [...METHODS.map((method) => method.name), ...Object.keys(METHOD_SETS)]);
  throw new InputError({
    thing: `method ${name}`,
    expected: `one of the ${METHODS.length} built-in methods or their sets`,
    found: 'a name that is not known',
    hint: `${nearest.length ? `Did you mean ${nearest.join(' or ')}? ` : ''}\`npx saliency-sanity methods\` lists all.`,
  });
}
