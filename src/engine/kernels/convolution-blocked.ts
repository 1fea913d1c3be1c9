import { emitBlocked, fillsBlocks, wholeBlocks } from '../lower/channel-blocks.ts';
import type { Lowering } from '../lower/lowering.ts';
import type { Convolution } from '../lower/pending.ts';
import { pad } from '../lower/regions.ts';
import { type Ref, WEIGHT } from '../lower/tensor.ts';

/** Whether a convolution can be one of ONNX Runtime's own, which works in blocks of channels. */
export function canBlock(ctx: Lowering, { image, filter, attrs, activation }: Convolution): boolean {
  const { block } = ctx;
  const { outputs, inputs } = filter;
  if (!block || filter.stage > WEIGHT || !fillsBlocks(outputs, block)) return false;
  if (activation && !activation.fused) return false;
  if (readsPlain(image.channels, attrs.group as number, block)) return true;
  if (!image.blocked) return false;
  // One filter to each channel, or all channels to each filter.
  if (attrs.group !== 1) return inputs === 1 && attrs.group === outputs;
  return fillsBlocks(image.channels, block);
}

/** The first convolution of a network reads its few channels as they are, and writes blocks. */
function readsPlain(channels: number, group: number, block: number): boolean {
  return group === 1 && channels < block;
}

/** The result in blocks of a convolution that can be blocked. */
export function writeBlocked(ctx: Lowering, convolution: Convolution): Ref {
  const { image, filter, bias, dims, attrs, sum, activation } = convolution;
  const block = ctx.block!;
  const depthwise = attrs.group !== 1;
  const plain = readsPlain(image.channels, attrs.group as number, block);
  const [n, outputs, h, w] = dims;
  const whole = wholeBlocks(outputs, block);
  const inputs: (Ref | null)[] = [plain ? image.plain() : image.blocked!(), filter.blocked(block, !plain)];
  if (bias || sum) inputs.push(bias && pad(ctx, bias, [0], [whole - outputs]));
  if (sum) inputs.push(sum());
  const { name, parameters } = activation?.fused ?? {};
  return emitBlocked(ctx, 'Conv', inputs, [n, whole, h, w], {
    ...attrs,
    group: depthwise ? whole : 1,
    ...(name ? { activation: name } : {}),
    ...(parameters?.length ? { activation_params: { floats: parameters } } : {}),
  });
}
