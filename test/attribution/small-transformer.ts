import '../../src/tfjs-cpu.ts';
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../../src/model/model.ts';
import { Stream } from '../../src/randomize/stream.ts';

const WIDTH = 4;
const HEADS = 2;
const LAYERS = ['block1', 'block2'];
const SIDE = 6;

/** A transformer of two layers of attention on 3x3 patches of 2x2 pixels, with or without a class token. */
export function smallTransformer(classToken = true): Model {
  const tokens = classToken ? 10 : 9;
  const shapes: Record<string, number[]> = {
    embed: [4, WIDTH],
    ...(classToken ? { token: [1, 1, WIDTH] } : {}),
    ...Object.fromEntries(LAYERS.map((name) => [name, [WIDTH, 3 * WIDTH]])),
    head: [WIDTH, 3],
  };
  const trained = new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const stream = new Stream('transformer', name);
      return [name, Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => stream.normal())];
    }),
  );
  const weights = Object.entries(shapes).map(([name, shape]) => ({ name, shape, role: 'kernel' as const }));
  const site = (name: string, kind: string, shape: number[]) => ({
    name,
    kind,
    shape,
    convolutional: false,
    held: true,
  });
  return {
    ...{
      source: 'small transformer',
      format: 'made up',
      part: 'layer',
      sha256: '',
      inputShape: [SIDE, SIDE, 1],
    },
    ...{ output: 'multi-class', classes: 3, removedActivation: null, weights, trained },
    layers: Object.keys(shapes)
      .reverse()
      .map((name) => ({ name, kind: 'Dense', weights: [name], parameters: trained.get(name)!.length })),
    sites: [
      ...LAYERS.map((name) => site(name, 'Softmax', [HEADS, tokens, tokens])),
      site('head', 'Dense', [3]),
    ],
    apply(x, given, tap = (_, output) => output) {
      const n = x.shape[0];
      const patches = tf.reshape(tf.transpose(tf.reshape(x, [n, 3, 2, 3, 2]), [0, 1, 3, 2, 4]), [n, 9, 4]);
      const w = (name: string) => given.get(name)!;
      const dense = (t: tf.Tensor, name: string, from: number) => {
        const width = w(name).shape[1]!;
        return tf.reshape(tf.matMul(tf.reshape(t, [-1, from]), w(name) as tf.Tensor2D), [n, -1, width]);
      };
      let state: tf.Tensor = dense(patches, 'embed', 4);
      if (classToken) state = tf.concat([tf.tile(w('token'), [n, 1, 1]), state], 1);
      for (const name of LAYERS) {
        const split = tf.split(dense(state, name, WIDTH), 3, 2);
        const [query, key, value] = split.map((part) =>
          tf.transpose(tf.reshape(part, [n, tokens, HEADS, WIDTH / HEADS]), [0, 2, 1, 3]),
        );
        const weighted = tap(name, tf.softmax(tf.matMul(query, key, false, true)));
        const mixed = tf.transpose(tf.matMul(weighted, value), [0, 2, 1, 3]);
        state = tf.add(state, tf.reshape(mixed, [n, tokens, WIDTH]));
      }
      const read = classToken ? tf.slice(state, [0, 0, 0], [n, 1, WIDTH]) : tf.mean(state, 1, true);
      return tap('head', tf.matMul(tf.reshape(read, [n, WIDTH]), w('head') as tf.Tensor2D));
    },
    serialise: () => [],
    dispose: () => {},
  } as Model;
}
