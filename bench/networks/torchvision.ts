/** Networks of torchvision that are measured from ONNX files beside those of the catalogue. */
export const TORCHVISION = [
  ...[
    'resnet18',
    'resnext50_32x4d',
    'regnet_y_400mf',
    'mobilenet_v2',
    'mobilenet_v3_large',
    'efficientnet_b0',
  ],
  ...['googlenet', 'convnext_tiny', 'vit_b_16', 'swin_t'],
];
