import { type GraphNode, sameShape, type Value } from '../record/graph.ts';
import type { Facts } from './facts.ts';

/** The kernels that take an image and a filter in parts, with the name of the image, and what does it for all at once. */
const WHOLE: Readonly<Record<string, { readonly image: string; readonly kernel: string }>> = {
  Conv2D: { image: 'x', kernel: 'GroupedConv2D' },
  Conv2DBackpropInput: { image: 'dy', kernel: 'GroupedConv2DBackpropInput' },
};

const CHANNELS = 3;

/**
 * Convolutions of the parts of an image, each with a part of the filter, that are put together again become one: channels in
 * groups, as ResNeXt has them. The same on the way back.
 */
export function rewriteGroups(node: GraphNode, facts: Facts): GraphNode | null {
  if (node.kernel !== 'Concat' || !isLast(node, node.outputs[0])) return null;
  const parts = Object.values(node.inputs);
  const makers = parts.map((part) => facts.maker(part));
  const [first] = makers;
  const whole = first && Object.hasOwn(WHOLE, first.kernel) ? WHOLE[first.kernel] : undefined;
  if (!whole || parts.length < 2) return null;
  const alike = makers.every(
    (maker, i) =>
      maker?.kernel === first!.kernel && settings(maker) === settings(first!) && facts.usedOnce(parts[i]),
  );
  if (!alike) return null;
  const [image, filter] = [whole.image, 'filter'].map((name) =>
    dividedFrom(
      makers.map((maker) => maker!.inputs[name]),
      facts,
    ),
  );
  if (!image || !filter) return null;
  const { attrs } = first!;
  const channels = parts.reduce((sum, { shape }) => sum + shape[CHANNELS], 0);
  return {
    ...node,
    kernel: whole.kernel,
    inputs: { [whole.image]: image, filter },
    attrs: { ...attrs, groups: parts.length, ...inputShape(attrs, channels) },
  };
}

/** What values are the parts of, in order, each once; null where they are something else. */
function dividedFrom(parts: readonly Value[], facts: Facts): Value | null {
  const division = facts.made(parts[0], 'SplitV');
  if (!division || !isLast(division, division.inputs.x) || division.outputs.length !== parts.length)
    return null;
  const same = division.outputs.every(
    (output, i) => output === parts[i] && sameShape(output.shape, parts[0].shape),
  );
  return same ? division.inputs.x : null;
}

function isLast({ attrs }: GraphNode, { shape }: Value): boolean {
  const { axis } = attrs as { axis: number };
  return shape.length === 4 && (axis === CHANNELS || axis === -1);
}

const settings = ({ attrs }: GraphNode): string => JSON.stringify(attrs);

/** On the way back the shape of the image is stated: of all parts it has all channels. */
function inputShape(attrs: object, channels: number): { inputShape?: readonly number[] } {
  const { inputShape: own } = attrs as { inputShape?: readonly number[] };
  return own ? { inputShape: own.with(CHANNELS, channels) } : {};
}
