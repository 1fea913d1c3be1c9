import sharp from 'sharp';
import { rasterise } from '../../../../src/report/figures/rasterise.ts';

// Prints how dark two pictures of text are on average: one drawn as sharp would, one with outlines.
const line =
  '<text x="10" y="30" font-family="DejaVu Sans, Verdana, sans-serif" font-size="24" fill="#000">guided-backprop</text>';
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="40"><rect width="240" height="40" fill="#fff"/>${line}</svg>`;
const mean = async (png: Uint8Array) => (await sharp(png).greyscale().stats()).channels[0].mean;
const plain = await mean(await sharp(Buffer.from(svg)).png().toBuffer());
const outlined = await mean(await rasterise(svg, 1));
process.stdout.write(JSON.stringify({ plain, outlined }));
