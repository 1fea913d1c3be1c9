/** What becomes of a setting of a Keras layer. */
export type Treatment =
  /** TensorFlow.js computes it as Keras does. */
  | 'computed'
  /** It concerns training alone, or how the same numbers are come by. */
  | 'no effect'
  /** Nothing but these values, or none, is accepted: TensorFlow.js would read over others, or computes something else. */
  | { readonly only: readonly unknown[] };

export type LayerSettings = Readonly<Record<string, Treatment>>;

const computed = (...names: readonly string[]): LayerSettings =>
  Object.fromEntries(names.map((name) => [name, 'computed']));
const noEffect = (...names: readonly string[]): LayerSettings =>
  Object.fromEntries(names.map((name) => [name, 'no effect']));
const only = (...values: readonly unknown[]): Treatment => ({ only: values });

const ACTIVATION = only(
  ...['elu', 'gelu', 'hard_sigmoid', 'linear', 'log_softmax', 'mish', 'relu', 'relu6', 'selu', 'sigmoid'],
  ...['softmax', 'softplus', 'softsign', 'swish', 'tanh'],
);
const CHANNELS_LAST: LayerSettings = { data_format: only('channels_last') };
const UNGROUPED: LayerSettings = { groups: only(1) };
const ACTIVE: LayerSettings = { activation: ACTIVATION };
const GATES: LayerSettings = { recurrent_activation: ACTIVATION };

const WINDOW = computed('strides', 'padding');
const CONVOLUTION: LayerSettings = {
  ...computed('filters', 'kernel_size', 'dilation_rate', 'use_bias'),
  ...WINDOW,
  ...CHANNELS_LAST,
  ...UNGROUPED,
  ...ACTIVE,
};
const { filters: _, ...DEPTHWISE } = CONVOLUTION;
const TRANSPOSED: LayerSettings = {
  ...CONVOLUTION,
  dilation_rate: only([1, 1], 1),
  output_padding: only(null),
};
const POOL: LayerSettings = { ...computed('pool_size'), ...WINDOW, ...CHANNELS_LAST };
const GLOBAL_POOL: LayerSettings = { ...CHANNELS_LAST, keepdims: only(false) };
const RECURRENT: LayerSettings = {
  ...computed('return_sequences', 'go_backwards'),
  ...noEffect('unroll', 'zero_output_for_mask', 'input_length', 'input_dim'),
  return_state: only(false),
  stateful: only(false),
  time_major: only(false),
};
const UNITS: LayerSettings = {
  ...computed('units', 'use_bias'),
  ...noEffect('dropout', 'recurrent_dropout', 'implementation', 'unit_forget_bias'),
  ...ACTIVE,
};
const CONV_LSTM: LayerSettings = { ...DEPTHWISE, ...computed('filters'), ...UNITS, ...GATES };
const { units: _units, ...CONV_LSTM_CELL } = CONV_LSTM;

/** Of every layer. */
export const COMMON: LayerSettings = {
  ...computed('name', 'batch_input_shape'),
  ...noEffect('trainable', 'dtype', 'dynamic', 'autocast', 'input_dtype'),
};

/** Endings of settings that every layer may have, and that matter while it is trained or made. */
export const TRAINING = /_(initializer|regularizer|constraint)$/;

/** Every setting that Keras 2 writes for every layer that TensorFlow.js has, apart from the common ones. */
export const LAYER_SETTINGS: Readonly<Record<string, LayerSettings>> = {
  InputLayer: { sparse: only(false), ragged: only(false) },
  Activation: ACTIVE,
  Dense: { ...computed('units', 'use_bias'), ...ACTIVE },
  Conv1D: CONVOLUTION,
  Conv2D: CONVOLUTION,
  Conv3D: { ...CONVOLUTION, dilation_rate: only([1, 1, 1], 1) },
  DepthwiseConv2D: { ...DEPTHWISE, ...computed('depth_multiplier') },
  SeparableConv2D: { ...CONVOLUTION, ...computed('depth_multiplier') },
  Conv2DTranspose: TRANSPOSED,
  MaxPooling1D: POOL,
  MaxPooling2D: POOL,
  MaxPooling3D: POOL,
  AveragePooling1D: POOL,
  AveragePooling2D: POOL,
  AveragePooling3D: POOL,
  GlobalMaxPooling1D: GLOBAL_POOL,
  GlobalMaxPooling2D: GLOBAL_POOL,
  GlobalAveragePooling1D: GLOBAL_POOL,
  GlobalAveragePooling2D: GLOBAL_POOL,
  UpSampling2D: { ...computed('size'), ...CHANNELS_LAST, interpolation: only('nearest') },
  ZeroPadding2D: { ...computed('padding'), ...CHANNELS_LAST },
  Cropping2D: { ...computed('cropping'), ...CHANNELS_LAST },
  BatchNormalization: {
    ...computed('axis', 'epsilon', 'center', 'scale'),
    ...noEffect(
      'momentum',
      'renorm_clipping',
      'renorm_momentum',
      'virtual_batch_size',
      'synchronized',
      'fused',
    ),
    renorm: only(false),
  },
  LayerNormalization: computed('axis', 'epsilon', 'center', 'scale'),
  ReLU: { ...computed('max_value'), negative_slope: only(0), threshold: only(0) },
  LeakyReLU: computed('alpha'),
  PReLU: computed('shared_axes'),
  ELU: { alpha: only(1) },
  ThresholdedReLU: computed('theta'),
  Softmax: computed('axis'),
  Flatten: CHANNELS_LAST,
  RepeatVector: computed('n'),
  Reshape: computed('target_shape'),
  Permute: computed('dims'),
  Dropout: noEffect('rate', 'noise_shape', 'seed'),
  SpatialDropout1D: noEffect('rate', 'noise_shape', 'seed'),
  GaussianNoise: noEffect('stddev', 'seed'),
  GaussianDropout: noEffect('rate', 'seed'),
  AlphaDropout: noEffect('rate', 'noise_shape', 'seed'),
  Embedding: { ...computed('input_dim', 'output_dim'), ...noEffect('input_length'), mask_zero: only(false) },
  Add: {},
  Multiply: {},
  Average: {},
  Maximum: {},
  Minimum: {},
  Concatenate: computed('axis'),
  Dot: computed('axes', 'normalize'),
  SimpleRNN: { ...RECURRENT, ...UNITS },
  LSTM: { ...RECURRENT, ...UNITS, ...GATES },
  GRU: { ...RECURRENT, ...UNITS, ...GATES, ...computed('reset_after') },
  RNN: { ...RECURRENT, ...computed('cell') },
  SimpleRNNCell: UNITS,
  LSTMCell: { ...UNITS, ...GATES },
  GRUCell: { ...UNITS, ...GATES, ...computed('reset_after') },
  ConvLSTM2D: { ...RECURRENT, ...CONV_LSTM_CELL },
  Bidirectional: {
    ...computed('layer', 'merge_mode'),
    ...noEffect('num_constants'),
    backward_layer: only(null),
  },
  TimeDistributed: computed('layer'),
  Rescaling: computed('scale', 'offset'),
  Resizing: {
    ...computed('height', 'width'),
    interpolation: only('bilinear', 'nearest'),
    crop_to_aspect_ratio: only(false),
  },
  CenterCrop: computed('height', 'width'),
};

/** Layers that are refused whatever their settings, and why. */
export const REFUSED_LAYERS: Readonly<Record<string, string>> = {
  Conv3DTranspose: 'TensorFlow.js has no gradient for it',
  StackedRNNCells: 'its weights have other names in TensorFlow.js',
  ConvLSTM2DCell: 'it is supported within ConvLSTM2D alone',
  Masking: 'masks are not supported yet',
  CategoryEncoding: 'it counts indices, which have no gradient',
  RandomHeight: 'it draws random numbers',
  RandomWidth: 'it draws random numbers',
  MultiHeadAttention: 'it takes several inputs by name, which TensorFlow.js does not read from a file',
  EinsumDense: 'TensorFlow.js does not read it as Keras 2 writes it',
};
