import { attention } from '../composites/attention.ts';
import { defineMethod } from '../define-method.ts';
import { shapedLike } from '../maps.ts';
import { gradient } from '../requests/gradient.ts';

const request = gradient(attention);

/** Relevance through attention, normalisation and gated units, from the logit down (Achtibat et al. 2024: AttnLRP). */
export const attnLrp = defineMethod({
  name: 'attn-lrp',
  description: 'relevance through attention and normalisation, for transformers',
  source: 'Achtibat et al. 2024',
  family: 'propagation',
  readsLayerInputs: true,
  multipliesByInput: true,
  ranks: 'signed',
  conserves: 'logit',
  settings: {},
  build: () => ({
    requests: () => [request],
    explain: async (ask, { inputs }) => {
      const { gradient: signal } = await ask(request);
      return shapedLike(
        inputs,
        signal.map((s, i) => s * inputs.values[i]),
      );
    },
  }),
});
