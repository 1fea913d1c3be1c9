import { expect, test } from 'vitest';
import type { Method } from '../../../src/attribution/method.ts';
import { createMethod } from '../../../src/attribution/registry.ts';
import { conservationNotices } from '../../../src/harness/measure/completeness.ts';
import type { Subject } from '../../../src/harness/prepare/subject.ts';

/** Three inputs of two classes, class 1 explained, with logits 2, -4 and 1. */
const subjectOf = (methods: readonly Method[]) =>
  ({
    methods,
    trained: { targets: Int32Array.of(1, 1, 1), logits: Float32Array.of(9, 2, 9, -4, 9, 1) },
    model: { classes: 2 },
  }) as unknown as Subject;

const maps = { shape: [2], count: 3, values: Float32Array.of(1, 1, -1, -1, 0.25, 0.5) };

test.each(['lrp-epsilon', 'deep-taylor', 'excitation-backprop', 'gradient'])('%s', (name) => {
  expect(conservationNotices(subjectOf([createMethod(name)]), [maps])).toMatchSnapshot();
});
