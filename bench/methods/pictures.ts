import path from 'node:path';
import sharp from 'sharp';
import { x } from 'xastscript';
import { type Rgb, sequential } from '../../src/report/figures/colour-map.ts';
import { label } from '../../src/report/figures/drawing.ts';
import { drawnPlane } from '../../src/report/figures/map-plane.ts';
import { stretched } from '../../src/report/figures/picture.ts';
import { rasterise } from '../../src/report/figures/rasterise.ts';
import { readPictures } from '../../src/report/files/pictures-store.ts';
import { xmlText } from '../../src/report/wording/xml-text.ts';
import type { CheckPictures, Pictures } from '../../src/results/pictures.ts';

const CELL = 64;
const HEAD = 13;
const GAP = 10;
const COLUMNS = 5;
/** Colours of the file, and steps of a map's colours: few, for a small file. */
const PALETTE = 256;
const STEPS = 20;
/** Trained, the output layer random, all layers random. */
const SHOWN = 3;
const PANEL = { width: SHOWN * CELL + GAP, height: HEAD + CELL + GAP };

/**
 * One input and its mask, then the maps of every method on it: of the trained network, with a random output layer and with all layers
 * random, absolute values, each map to its own scale. A PNG of few colours.
 */
export async function contactSheet(
  folders: readonly string[],
  inputs: string,
  methods: readonly string[],
): Promise<Buffer> {
  const all = await Promise.all(folders.map((folder) => readPictures(folder)));
  const checks = all.flatMap((pictures) => pictures.checks);
  const shown = methods.flatMap((method) => checks.find((check) => check.method === method) ?? []);
  const panels: { readonly name: string; readonly cells: readonly Buffer[] }[] = [
    { name: 'input and object', cells: await inputCells(all[0], inputs) },
    ...(await Promise.all(
      shown.map(async (check) => ({ name: check.method, cells: await mapCells(check) })),
    )),
  ];
  const size = {
    width: COLUMNS * PANEL.width + GAP,
    height: Math.ceil(panels.length / COLUMNS) * PANEL.height + GAP,
  };
  const placed = panels.map((panel, at) => ({
    ...panel,
    left: GAP + (at % COLUMNS) * PANEL.width,
    top: GAP + Math.floor(at / COLUMNS) * PANEL.height,
  }));
  const viewBox = `0 0 ${size.width} ${size.height}`;
  const heads = placed.map(({ name, left, top }) => label(name, left, top + HEAD - 4, { size: 10 }));
  const page = x('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox, ...size }, heads);
  const cells = placed.flatMap((panel) =>
    panel.cells.map((input, column) => ({
      input,
      left: panel.left + column * CELL,
      top: panel.top + HEAD,
    })),
  );
  return sharp(await rasterise(xmlText(page), 1))
    .composite(cells)
    .png({ palette: true, colours: PALETTE, dither: 0, compressionLevel: 9, effort: 10 })
    .toBuffer();
}

/** The input, and what of it the object covers. */
async function inputCells({ inputs: { ids, values, shape } }: Pictures, folder: string): Promise<Buffer[]> {
  const mask = path.join(folder, ids[0].replace('.png', '.mask.png'));
  return [
    await cellOf(shape, stretched(values, shape)),
    await sharp(mask).toColourspace('srgb').removeAlpha().png().toBuffer(),
  ];
}

function mapCells({ shape, values, stages }: CheckPictures): Promise<Buffer[]> {
  const size = values.length / stages.length;
  const shown = stages.slice(0, SHOWN).map((_, stage) => {
    const plane = drawnPlane(values.subarray(stage * size, (stage + 1) * size), shape, 'abs');
    return cellOf([plane.height, plane.width], (pixel) =>
      sequential(Math.round(STEPS * plane.values[pixel]) / STEPS),
    );
  });
  return Promise.all(shown);
}

function cellOf([height, width]: readonly number[], colour: (pixel: number) => Rgb): Promise<Buffer> {
  const bytes = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) bytes.set(colour(pixel), 3 * pixel);
  return sharp(bytes, { raw: { width, height, channels: 3 } })
    .resize(CELL, CELL, { kernel: 'nearest', fit: 'fill' })
    .png()
    .toBuffer();
}
