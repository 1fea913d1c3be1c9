import { expect, test } from 'vitest';
import { layerTable } from '../../src/cli/layer-table.ts';

const weights = (layer: string) =>
  ['kernel', 'bias'].map((part) => ({ name: `${layer}/${part}`, shape: [1], role: 'other' as const }));

const layer = (name: string, kind: string, outputShape: number[], parameters: number) => ({
  ...{ name, kind, outputShape, parameters, convolutional: true },
  weights: weights(name),
});

const table = {
  description: {
    layers: [
      layer('block_1_depthwise', 'FusedDepthwiseConv2dNative', [112, 112, 96], 960),
      layer('block_1_projected_to_fewer_channels', '_FusedConv2D', [112, 112, 24], 2304),
      layer('predictions', 'MatMul', [1000], 1_280_000),
    ],
    parameters: 1_283_264,
  },
  groups: [
    { name: 'predictions', members: ['predictions'], parameters: 1_280_000 },
    {
      name: 'block_1_of_the_whole_network',
      members: ['block_1_projected_to_fewer_channels', 'block_1_depthwise'],
      parameters: 3264,
    },
  ],
  randomization: Object.fromEntries(
    ['predictions', 'block_1_projected_to_fewer_channels', 'block_1_depthwise'].flatMap((name) => [
      [`${name}/kernel`, name === 'predictions' ? 'He uniform' : 'Glorot uniform'],
      [`${name}/bias`, 'zeros'],
    ]),
  ),
  heading: 'new values (own)',
};

test('where there is room, everything is in the table', () => {
  expect(`\n${layerTable(table).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    group                    layer                    kind                       output         parameters  random new values (own)
    predictions              predictions              MatMul                     [1000]          1,280,000  99.7 % He uniform; zeros
    block_1_of_t…ole_network block_1_proj…er_channels _FusedConv2D               [112, 112, 24]      2,304  99.9 % Glorot uniform; zeros
                             block_1_depthwise        FusedDepthwiseConv2dNative [112, 112, 96]        960 100.0 % Glorot uniform; zeros
    "
  `);
});

test('a terminal of 80 columns gets short names, and the new values below', () => {
  const lines = layerTable(table, 80);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    group           layer                   output         parameters  random new
    predictions     predictions             [1000]          1,280,000  99.7 % a
    block_1…network block_1_pro…er_channels [112, 112, 24]      2,304  99.9 % b
                    block_1_depthwise       [112, 112, 96]        960 100.0 % b

    new values (own):
    a   He uniform; zeros
    b   Glorot uniform; zeros
    "
  `);
});
