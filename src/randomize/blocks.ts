import type { Layer, Model } from '../model/model.ts';
import { scalesOnly } from '../model/scaling.ts';

/** The most stages that a network is randomised in when nothing else is asked: with more layers blocks are formed. */
export const MOST_STAGES = 24;
/** Fewer blocks than these tell too little of where in the network a map depends on what was learnt. */
const FEWEST_BLOCKS = 4;
/** Where nothing tells how many there are. */
const EVEN_BLOCKS = 12;

export interface Block {
  readonly name: string;
  readonly layers: readonly Layer[];
}

type Network = Pick<Model, 'layers' | 'sites' | 'weights'>;

/**
 * At most 24 blocks of layers that follow one another, from output to input: by the longest common beginnings of names
 * that make 4 to 24 runs, as `block1`, `conv2_block1`, `block_1` or `encoder.3`; else from cut to cut, that is between
 * tensors that alone carry the whole graph, as Inception's concatenations and a residual network's sums. Where there are
 * hardly any such tensors (every cell of NASNet reads the two before it), in runs of equally many layers.
 */
export function blocksOf(network: Network): Block[] {
  const named = namedBlocks(network);
  if (named) return named;
  const cut = cutBlocks(network);
  return cut.length < FEWEST_BLOCKS && network.layers.length > MOST_STAGES ? evenBlocks(network) : cut;
}

const SEPARATORS = '/._:-';

function namedBlocks({ layers, weights }: Network): Block[] | null {
  const longest = Math.max(...layers.map(({ name }) => name.split(new RegExp(`[${SEPARATORS}]+`)).length));
  for (let parts = longest - 1; parts >= 1; parts--) {
    const beginning = new RegExp(`^(?:[^${SEPARATORS}]+[${SEPARATORS}]+){0,${parts - 1}}[^${SEPARATORS}]+`);
    const named = runs(layers, ({ name }) => beginning.exec(name)?.[0] ?? name);
    const blocks = joined(named, (block) => !block.layers.some(transforms(weights)));
    const whole = new Set(blocks.map((block) => block.name)).size === blocks.length;
    // Names that hardly any neighbours share the beginning of are numbers of layers, not of blocks.
    if (named.length > layers.length / 2) continue;
    if (whole && blocks.length >= FEWEST_BLOCKS && blocks.length <= MOST_STAGES) return blocks;
  }
  return null;
}

/** Neighbours of the same key, together. */
function runs(layers: readonly Layer[], keyOf: (layer: Layer) => string): Block[] {
  const blocks: { name: string; layers: Layer[] }[] = [];
  for (const layer of layers) {
    const name = keyOf(layer);
    const last = blocks.at(-1);
    if (last?.name === name) last.layers.push(layer);
    else blocks.push({ name, layers: [layer] });
  }
  return blocks;
}

function cutBlocks({ layers, sites, weights }: Network): Block[] {
  const place = new Map(sites.map((site, index) => [site.name, index]));
  const endOf = ({ name }: Layer) => {
    const index = place.get(name);
    return index === undefined ? name : (sites.slice(index).find((site) => site.cut)?.name ?? name);
  };
  const transforming = transforms(weights);
  let blocks = joined(runs(layers, endOf), (block) => !block.layers.some(transforming));
  blocks = blocks.map((block) => {
    const own = block.layers.filter(transforming);
    return own.length === 1 ? { ...block, name: own[0].name } : block;
  });
  while (blocks.length > MOST_STAGES) {
    const sizes = blocks.slice(1).map((block, i) => block.layers.length + blocks[i].layers.length);
    const smallest = sizes.lastIndexOf(Math.min(...sizes));
    blocks = joined(blocks, (block) => block === blocks[smallest]);
  }
  return blocks;
}

/** Runs of equally many layers, each under the name of its layer nearest to the input. */
function evenBlocks({ layers, weights }: Network): Block[] {
  const whole = joined(
    layers.map((layer) => ({ name: layer.name, layers: [layer] })),
    (block) => !block.layers.some(transforms(weights)),
  );
  const place = new Map(
    whole.map((block, index) => [block, Math.floor((index * EVEN_BLOCKS) / whole.length)]),
  );
  return joined(whole, (block) => {
    const next = whole[whole.indexOf(block) + 1];
    return next !== undefined && place.get(next) === place.get(block);
  });
}

/** Whether a layer does more than to scale and to shift; what does not goes with the convolution before it. */
function transforms(weights: Network['weights']): (layer: Layer) => boolean {
  const roles = new Map(weights.map(({ name, role }) => [name, role]));
  return (layer) => !scalesOnly(layer.weights.map((name) => roles.get(name) ?? 'other'));
}

/** Joins blocks for which `joins` holds with their neighbour towards the input, under the neighbour's name. */
function joined(blocks: readonly Block[], joins: (block: Block) => boolean): Block[] {
  const result: Block[] = [];
  let open: Block | null = null;
  for (const block of blocks) {
    const whole: Block = open ? { name: block.name, layers: [...open.layers, ...block.layers] } : block;
    open = joins(block) ? whole : null;
    if (!open) result.push(whole);
  }
  return open ? [...result, open] : result;
}
