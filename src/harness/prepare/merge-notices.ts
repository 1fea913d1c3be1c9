import type { Method } from '../../attribution/method.ts';
import type { Model } from '../../model/model.ts';
import type { Notice } from '../../results/report.ts';

/** Says which methods merge batch normalisation into the layer before it, where the network has any. */
export function mergeNotices(methods: readonly Method[], model: Model): Notice[] {
  if (!model.normalisations?.length) return [];
  const merging = methods.filter((method) =>
    method.requests(model).some(({ pass }) => pass.kind !== 'logits' && pass.composite.merges),
  );
  if (merging.length === 0) return [];
  const names = merging.map(({ name }) => name).join(', ');
  const message = `BatchNorm is merged into the convolution or dense layer before it: ${names}`;
  return [{ code: 'batch-norm-merged', message }];
}
