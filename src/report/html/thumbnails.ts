import type { Element } from 'hast';
import { h } from 'hastscript';
import sharp, { type WebpOptions } from 'sharp';
import type { CheckPictures, Pictures } from '../../results/pictures.ts';
import type { CheckResult, Report } from '../../results/report.ts';
import { painterOf } from '../figures/map-colours.ts';
import { drawnPlane, isDrawable } from '../figures/map-plane.ts';
import { stretched } from '../figures/picture.ts';
import { oneLine } from '../wording/text-layout.ts';

/** Pixels along the longer side of a thumbnail. */
const SIDE = 96;
const LOSSLESS: WebpOptions = { lossless: true };

/**
 * What happened to a map, at a glance: the first input, the map of the trained network, the map with the first stage
 * random and the map with the last. Pictures, so that they are there without a script. Empty where nothing was kept.
 */
export async function thumbnails(
  report: Report,
  check: CheckResult,
  pictures: Pictures | null,
): Promise<Element[]> {
  const kept = pictures?.checks.find(({ method, order }) => method === check.method && order === check.order);
  if (!pictures || !kept || !isDrawable(kept.shape) || pictures.inputs.ids.length === 0) return [];
  const places = [...new Set([0, 1, kept.stages.length - 1])].filter((at) => at < kept.stages.length);
  const maps = await Promise.all(places.map(async (at) => mapThumbnail(pictures, check, kept, at)));
  const input = await inputThumbnail(pictures);
  const count = report.inputs.length;
  return [
    h('div', { className: ['thumbs'], role: 'group', ariaLabel: `One of ${count} inputs and its maps` }, [
      ...input,
      ...maps,
    ]),
  ];
}

async function inputThumbnail({ inputs }: Pictures): Promise<Element[]> {
  if (inputs.shape.length < 2 || !isDrawable(inputs.shape)) return [];
  const [height, width] = inputs.shape;
  const size = inputs.shape.reduce((product, n) => product * n, 1);
  const colour = stretched(inputs.values.subarray(0, size), inputs.shape);
  const src = await picture(height, width, colour, { quality: 85 });
  return [thumbnail(src, `Input ${oneLine(inputs.ids[0])}`, 'input', height === 1)];
}

async function mapThumbnail(
  pictures: Pictures,
  check: CheckResult,
  kept: CheckPictures,
  at: number,
): Promise<Element> {
  const size = kept.shape.reduce((product, n) => product * n, 1);
  const start = at * pictures.inputs.ids.length * size;
  const plane = drawnPlane(kept.values.subarray(start, start + size), kept.shape, 'abs');
  const paint = painterOf('abs');
  const src = await picture(plane.height, plane.width, (pixel) => paint(plane.values[pixel]));
  const caption = at === 0 ? 'trained' : stageCaption(check, kept.stages[at]);
  const fault = plane.fault === null ? '' : `, ${plane.fault}`;
  return thumbnail(
    src,
    `Map of ${oneLine(check.method)}: ${caption}${fault}`,
    `${caption}${fault}`,
    !plane.spatial,
  );
}

/** What is random in a map, in two words: `output random`, `all random`. */
function stageCaption(check: CheckResult, name: string): string {
  const stage = check.stages.find((each) => each.name === name);
  if (stage === undefined) return oneLine(name);
  return stage.coverage >= 1 ? 'all random' : `${oneLine(name)} random`;
}

function thumbnail(src: string, alt: string, caption: string, strip: boolean): Element {
  return h('figure', { className: strip ? ['thumb', 'flat'] : ['thumb'] }, [
    h('img', { src, alt }),
    h('figcaption', caption),
  ]);
}

async function picture(
  height: number,
  width: number,
  colour: (pixel: number) => readonly number[],
  reduced: WebpOptions = LOSSLESS,
): Promise<string> {
  const bytes = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) bytes.set(colour(pixel), pixel * 3);
  const image = sharp(bytes, { raw: { width, height, channels: 3 } });
  const large = Math.max(height, width) > SIDE;
  if (large) image.resize({ width: SIDE, height: SIDE, fit: 'inside' });
  const webp = await image.webp(large ? reduced : LOSSLESS).toBuffer();
  return `data:image/webp;base64,${webp.toString('base64')}`;
}
