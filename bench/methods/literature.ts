import { METHOD_SETS } from '../../src/attribution/registry.ts';
import type { Status } from '../../src/results/report.ts';
import { decimal } from '../../src/statistics/wording.ts';
import type { Found } from './found.ts';
import { markdownTable } from './markdown.ts';

/** What was found by others for some methods, as what it says of their verdicts here. */
interface Claim {
  readonly source: string;
  readonly says: string;
  readonly methods: readonly string[];
  readonly check: string;
  /** Restricts it to some of the networks. */
  readonly networks?: readonly string[];
  readonly expects: Status;
}

const MODIFIED = [
  ...['guided-backprop', 'deconvnet', 'deep-taylor', 'lrp-alpha-beta', 'lrp-z-plus'],
  ...['excitation-backprop', 'pattern-attribution', 'rectgrad'],
];

const CLAIMS: readonly Claim[] = [
  {
    source: 'Adebayo et al. 2018',
    says: 'gradient, SmoothGrad and Grad-CAM change with the weights',
    methods: ['gradient', 'smoothgrad', 'grad-cam'],
    check: 'cascade',
    expects: 'passed',
  },
  {
    source: 'Adebayo et al. 2018',
    says: 'the same three change with the labels',
    methods: ['gradient', 'smoothgrad', 'grad-cam'],
    check: 'labels',
    expects: 'passed',
  },
  {
    source: 'Adebayo et al. 2018; Nie et al. 2018',
    says: 'guided backpropagation and Guided Grad-CAM do not change with the weights of higher layers',
    methods: ['guided-backprop', 'guided-grad-cam'],
    check: 'cascade',
    expects: 'failed',
  },
  {
    source: 'Adebayo et al. 2018',
    says: 'what multiplies by the input looks alike on digits, whose black background stays zero',
    methods: ['input-x-gradient', 'integrated-gradients'],
    check: 'cascade',
    networks: ['digits', 'transformer'],
    expects: 'failed',
  },
  {
    source: 'Adebayo et al. 2018, turned round',
    says: 'on pictures without a black background the same two change',
    methods: ['input-x-gradient', 'integrated-gradients'],
    check: 'cascade',
    networks: ['shapes'],
    expects: 'passed',
  },
  {
    source: 'Sixt et al. 2020',
    says: 'modified backpropagation ignores later layers',
    methods: MODIFIED,
    check: 'cascade',
    expects: 'failed',
  },
  {
    source: 'Sixt et al. 2020',
    says: 'DeepLIFT does not ignore them (on digits it multiplies by the input, so shapes)',
    methods: ['deeplift', 'deep-shap'],
    check: 'cascade',
    networks: ['shapes'],
    expects: 'passed',
  },
  {
    source: 'Kindermans et al. 2018; Sixt et al. 2020',
    says: 'patterns give the direction of the signal, and for that do not depend on later layers',
    methods: ['pattern-net', 'pattern-attribution'],
    check: 'cascade',
    expects: 'failed',
  },
  {
    source: 'Zhang et al. 2016; Gupta and Arora 2019',
    says: 'what is contrastive, or competes between classes, depends on the last layer where its parent does not',
    methods: ['c-mwp', 'competitive-gradient-x-input'],
    check: 'cascade',
    expects: 'passed',
  },
  {
    source: 'by construction',
    says: 'what only asks for scores of masked inputs depends on the weights',
    methods: METHOD_SETS.perturbation,
    check: 'cascade',
    expects: 'passed',
  },
];

/** A row for each claim: how often it came out, and where it did not. */
export function literatureTable(found: Found): string {
  const rows = CLAIMS.map(({ source, says, methods, check, networks, expects }) => {
    const cases = found.columns
      .filter((column) => column.check === check && (networks?.includes(column.network) ?? true))
      .flatMap(({ network }) =>
        methods.flatMap((method) => {
          const result = found.check(network, check, method);
          return result === null ? [] : { network, method, status: result.status };
        }),
      );
    const of = (status: Status) => cases.filter((one) => one.status === status);
    const against = of(expects === 'passed' ? 'failed' : 'passed');
    const words = [
      `${of(expects).length} of ${cases.length}`,
      ...(of('inconclusive').length > 0 ? [`${of('inconclusive').length} inconclusive`] : []),
      ...(against.length > 0
        ? [`against: ${against.map(({ network, method }) => `\`${method}\` on ${network}`).join(', ')}`]
        : []),
    ];
    return [says, source, `${check}, ${expects}`, words.join('; ')];
  });
  return markdownTable([['what was found', 'by', 'so here', 'comes out'], ...rows]);
}

/** What weights channels by how active they are, and takes no signs from the layers above. */
const BY_ACTIVITY = [
  ...['lrp-z-plus', 'lrp-alpha-beta', 'lrp-epsilon-plus-flat', 'deep-taylor', 'excitation-backprop'],
  ...['grad-cam++', 'layer-cam', 'score-cam'],
];

/** Binder et al. 2023, section 4: channels that are large stay large when the layers above them are random, and so do such maps. */
export function shortcomings(found: Found): string {
  const networks = found.columns.filter(({ check }) => check === 'cascade').map(({ network }) => network);
  const rows = networks.flatMap((network) => {
    const mean = (methods: readonly string[]) => {
      const known = methods.flatMap((method) => found.retained(network, method, 'output', 'ssim') ?? []);
      return known.length === 0 ? '' : decimal(known.reduce((a, b) => a + b, 0) / known.length);
    };
    const active = mean(BY_ACTIVITY);
    return active === '' ? [] : [[network, mean(['gradient', 'smoothgrad', 'vargrad']), active]];
  });
  const names = BY_ACTIVITY.map((method) => `\`${method}\``).join(', ');
  return markdownTable([
    [
      'SSIM retained once the output layer is random',
      'mean of `gradient`, `smoothgrad`, `vargrad`',
      `mean of ${names}`,
    ],
    ...rows,
  ]);
}
