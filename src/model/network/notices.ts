import type { Normalisation } from '../model.ts';
import type { EmbeddingTable } from '../tokens.ts';
import { embeddingNotice } from '../tokens.ts';
import type { Constants } from './constants.ts';

interface Told extends Constants {
  readonly normalisations: readonly Normalisation[];
  readonly embedding: { readonly table: EmbeddingTable } | null;
}

/** What the user should know of how a network is randomised, after what there is to know of its format. */
export function noticesOf(
  { learned, fixed, preprocessing, normalisations, embedding }: Told,
  ofFormat: readonly string[],
): string[] {
  const notices = [...ofFormat];
  if (embedding) notices.push(embeddingNotice(embedding.table.name));
  const folded = normalisations.filter((one) => one.folded).length;
  if (folded > 0) {
    const were = folded === 1 ? 'batch normalisation was' : 'batch normalisations were';
    notices.push(
      `${folded} ${were} folded into other weights, statistics included, and random weights come without: ` +
        '--batch-norm recalibrate normalises them on the inputs',
    );
  }
  const copies = learned.reduce((sum, constant) => sum + constant.copies.length, 0);
  if (copies > 0) {
    const constants = copies === 1 ? 'constant is a copy' : 'constants are copies';
    notices.push(`${copies} ${constants} of weights that are used more than once, and random with them`);
  }
  const kept = fixed.length - preprocessing.length;
  if (kept > 0) {
    const constants = kept === 1 ? 'constant is' : 'constants are';
    notices.push(
      `${kept} ${constants} not randomised: whole numbers, booleans and single numbers of the architecture`,
    );
  }
  if (preprocessing.length > 0) {
    const names = preprocessing.map(({ name }) => name).join(', ');
    notices.push(`constants that scale the input are not randomised: ${names}`);
  }
  return notices;
}
