import { densenet121 } from './densenet121.ts';
import { inceptionV3 } from './inception-v3.ts';
import { mobilenetV2 } from './mobilenet-v2.ts';
import type { Network } from './network.ts';
import { resnet50 } from './resnet50.ts';
import { vgg16 } from './vgg16.ts';
import { vitSmall } from './vit.ts';

/** Networks that people ship, at full size, by the name that the command line uses. */
export const CATALOGUE: Readonly<Record<string, () => Network>> = {
  vgg16,
  resnet50,
  mobilenetv2: mobilenetV2,
  inceptionv3: inceptionV3,
  densenet121,
  'vit-s16': vitSmall,
};

/** The same at a size that plain JavaScript can follow: every kind of block, few channels. */
export const SMALL: Readonly<Record<string, () => Network>> = {
  vgg16: () => vgg16({ size: 32, width: 1 / 4, classes: 10 }),
  resnet50: () => resnet50({ size: 48, width: 1 / 4, classes: 10, blocks: 2 }),
  mobilenetv2: () => mobilenetV2({ size: 48, width: 1 / 2, classes: 10 }),
  inceptionv3: () => inceptionV3({ size: 75, width: 1 / 4, classes: 10 }),
  densenet121: () => densenet121({ size: 48, blocks: [2, 2, 2], growth: 16, classes: 10 }),
  'vit-s16': () => vitSmall({ size: 32, patch: 8, width: 24, depth: 2, heads: 2, classes: 10 }),
};
