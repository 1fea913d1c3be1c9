import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { conv, dense } from './layers.ts';
import type { Network } from './network.ts';
import type { Scope } from './scope.ts';

/** Over the last axis; Ba et al. 2016. */
function layerNorm(scope: Scope, x: Tensor): Tensor {
  const width = [x.shape.at(-1)!];
  const { scale, offset } = scope.layer('norm', { scale: width, offset: width });
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-6));
  return tf.add(tf.mul(tf.div(centred, deviation), scale), offset);
}

/** Hendrycks and Gimpel 2016, in its exact form. */
function gelu(x: Tensor): Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

function attention(scope: Scope, x: Tensor, heads: number): Tensor {
  const [n, tokens, width] = x.shape as [number, number, number];
  const depth = width / heads;
  const [query, key, value] = tf.split(dense(scope, x, 3 * width), 3, 2).map((part) => {
    return tf.transpose(tf.reshape(part, [n, tokens, heads, depth]), [0, 2, 1, 3]);
  });
  const scores = tf.matMul(tf.mul(query, depth ** -0.5), key, false, true);
  const mixed = tf.matMul(tf.softmax(scores), value);
  return dense(scope, tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [n, tokens, width]), width);
}

/** Dosovitskiy et al. 2020, small, patches of 16: the class token is read out. */
export function vitSmall({
  size = 224,
  patch = 16,
  width = 384,
  depth = 12,
  heads = 6,
  classes = 1000,
} = {}): Network {
  return {
    name: 'ViT-S/16',
    input: [size, size, 3],
    logits: (scope, x) => {
      const n = x.shape[0];
      const patches = conv(scope, x, width, patch, { strides: patch, pad: 'valid' });
      const count = (size / patch) ** 2;
      const { token, position } = scope.layer('embedding', {
        token: [1, 1, width],
        position: [1, count + 1, width],
      });
      const rows = [tf.tile(token, [n, 1, 1]), tf.reshape(patches, [n, count, width])];
      let y = tf.add(tf.concat(rows, 1), position);
      for (let i = 0; i < depth; i++) {
        y = tf.add(y, attention(scope, layerNorm(scope, y), heads));
        y = tf.add(y, dense(scope, gelu(dense(scope, layerNorm(scope, y), 4 * width)), width));
      }
      const read = tf.slice(layerNorm(scope, y), [0, 0, 0], [-1, 1, -1]);
      return dense(scope, tf.reshape(read, [n, width]), classes);
    },
  };
}
