/**
 * Installs this package in a project, with and without the internet. No dependency needs an install script, and the one of
 * onnxruntime-node downloads the CUDA libraries on Linux.
 */
export const INSTALL_LINE = 'npm install --save-dev --ignore-scripts saliency-sanity';
