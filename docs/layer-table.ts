import { IGNORED_ATTRIBUTES } from '../src/model/formats/tfjs-graph/ignored-attributes.ts';
import { UNSTATED } from '../src/model/formats/tfjs-graph/unstated.ts';
import {
  COMMON,
  LAYER_SETTINGS,
  type LayerSettings,
  REFUSED_LAYERS,
} from '../src/model/formats/tfjs-layers/layer-settings.ts';
import { SUPPLIED } from '../src/model/formats/tfjs-layers/supplied/supplied.ts';

const INTRODUCTION = `# Layers, operations and their settings

Made by \`node --import jiti/register docs/make-layers.ts\` from the tables of the code; a test fails when it is out of date.

TensorFlow.js reads over some of what Keras and TensorFlow write into a model, and then computes another network. Here every
setting that Keras 2 writes is computed as Keras defines it, or refused with the name of the layer. Tests compare each setting of
this table with Keras in float64 (\`test/model/formats/tfjs-layers/golden/make.py\`), and attributes of operations with TensorFlow
(\`test/model/formats/tfjs-graph/golden/operations.py\`).

Initializers, regularizers and constraints, names and \`trainable\` change nothing at inference. Arithmetic is in float32 whatever
\`dtype\` a layer has (mixed precision too). Settings that are not listed are left aside, with a notice.

A network may compute at most 1,073,741,824 numbers per input in all (4 GiB as float32): its layers' outputs, or the results of its
nodes. Sizes are worked out before anything is allocated; a file that asks for more is refused with the name of the layer or node
that asks for most. Its JSON nests at most 500 deep.

## Keras layers

"Supplied" settings are computed by this package, since TensorFlow.js computes them otherwise or not at all.
`;

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const shown = (value: unknown): string => (value === null ? 'none' : `\`${JSON.stringify(value)}\``);

function row(kind: string, settings: LayerSettings): string {
  const supplied = SUPPLIED.filter((one) => one.kind === kind).flatMap((one) => one.settings);
  const entries = Object.entries(settings);
  const named = (treatment: string) => entries.filter(([, own]) => own === treatment).map(([name]) => name);
  const limited = entries.flatMap(([name, own]) => {
    if (typeof own === 'string') return [];
    if (name === 'activation' || name === 'recurrent_activation') return [`\`${name}\`: a name (below)`];
    const more = supplied.includes(name) ? ' and what is supplied' : '';
    return [`\`${name}\`: ${own.only.map(shown).join(', ')}${more}`];
  });
  const cells = [
    code(named('computed')),
    code([...new Set(supplied)]),
    limited.join('; '),
    code(named('no effect')),
  ];
  return `| ${kind} | ${cells.map((cell) => cell || ' ').join(' | ')} |`;
}

/** The text of docs/layers.md. */
export function layersDocument(): string {
  const activations = LAYER_SETTINGS.Activation.activation;
  const names = typeof activations === 'object' ? activations.only.map(String) : [];
  const attributes = Object.entries(IGNORED_ATTRIBUTES).flatMap(([op, rules]) =>
    rules.map(({ attributes: own, accepts }) => `| ${op} | ${code(own.split(', '))} | ${accepts} |`),
  );
  const unstated = Object.entries(UNSTATED).map(([op, attr]) => `${op} (${code(Object.keys(attr))})`);
  return [
    INTRODUCTION,
    '| layer | computed | of these supplied | accepted values | without effect |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(LAYER_SETTINGS).map(([kind, settings]) => row(kind, settings)),
    row('all', COMMON),
    '',
    `Activations: ${code(names)}; others, and layers in the place of a name, are refused.`,
    '',
    'A call in the topology may not fix how its layer runs (`training=True`, a mask).',
    '',
    '### Layers that are refused',
    '',
    '| layer | why |',
    '| --- | --- |',
    ...Object.entries(REFUSED_LAYERS).map(([kind, why]) => `| ${kind} | ${why} |`),
    '',
    '## Operations of graph models',
    '',
    'The data format is NHWC (NDHWC) everywhere. The slope of a FusedDepthwiseConv2dNative that ends in LeakyRelu, which the converter',
    'does not pass on, is supplied, and so are convolutions in groups (Conv2D and _FusedConv2D whose filter has fewer channels than',
    'the image), which TensorFlow.js refuses. Attributes that a node does not state have the values that TensorFlow defines, where the converter',
    `takes others: ${unstated.join(', ')}. A normalisation that does not state \`is_training\` is taken for one at inference.`,
    '',
    '| operation | attributes that the converter reads over | accepted |',
    '| --- | --- | --- |',
    ...attributes,
    '',
  ].join('\n');
}
