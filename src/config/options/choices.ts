export const TARGETS = ['predicted', 'label', 'repredicted'] as const;
/**
 * The explained class: the one the trained model predicts (kept for the randomised models), the given label, or the
 * class that each randomised model itself predicts (the original authors' code).
 */
export type Target = (typeof TARGETS)[number];

export const INITIALIZERS = ['own', 'he', 'glorot', 'permutation', 'normal'] as const;
/**
 * Where random values come from: `own`, the layer's own initializer (Glorot where the format has none); `he` or
 * `glorot`, uniform by fan for kernels and the neutral constants elsewhere; `permutation` of the trained values;
 * `normal` with the weight's trained mean and SD.
 */
export type InitializerChoice = (typeof INITIALIZERS)[number];

export const BATCH_NORM_MODES = ['initialise', 'keep', 'recalibrate'] as const;
/**
 * What randomization does to BatchNorm statistics: `initialise` sets them to what a new network has (mean 0, variance
 * 1), `keep` leaves the trained ones, `recalibrate` recomputes them on the inputs under the random weights, layer by
 * layer.
 */
export type BatchNormMode = (typeof BATCH_NORM_MODES)[number];

export const SAMPLES = ['even', 'first', 'stratified'] as const;
/**
 * Which inputs are used where there are more than the limit: `even`, the first of every class in turn; `first`, the first
 * of all, whatever their classes; `stratified`, as many of every class, drawn at random by the seed.
 */
export type Sample = (typeof SAMPLES)[number];

export const PREPROCESSES = ['unit', 'tf', 'imagenet', 'raw'] as const;
export type PreprocessName = (typeof PREPROCESSES)[number];

export const CHANNEL_ORDERS = ['rgb', 'bgr'] as const;
/** The order of an image's three channels as the model takes them: `bgr` where it was trained on what OpenCV reads. */
export type ChannelOrder = (typeof CHANNEL_ORDERS)[number];

export const OPTIMIZERS = ['adam', 'sgd'] as const;
export const LOSS_NAMES = ['cross-entropy', 'mean-squared-error'] as const;
export const RATE_SCHEDULES = ['constant', 'linear'] as const;
export const TRUE_LABEL_NETWORKS = ['given', 'trained'] as const;

export const STATUSES = ['passed', 'failed', 'inconclusive'] as const;

/** How the gates of one check are held together: by Holm's correction, or each for itself. */
export const CORRECTIONS = ['holm', 'none'] as const;

/** What goes at a time where an input is removed part by part. */
export const REMOVED = ['pixels', 'segments'] as const;
