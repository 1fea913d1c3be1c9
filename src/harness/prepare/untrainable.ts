import type { Model } from '../../model/model.ts';

/** Why networks of the architecture of a model cannot be trained on labels; null where they can. */
export function untrainable({ training, tokens, output }: Model): string | null {
  if (output === 'regression') return 'it needs a classifier, to be trained on labels';
  if (tokens) return 'it needs a network without an embedding, to be trained';
  return training ? null : 'it needs a network that can be trained here';
}
