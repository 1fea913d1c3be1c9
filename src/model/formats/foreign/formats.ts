import type { ForeignFormat, OpenedFile } from '../format.ts';

const begins =
  (...signatures: readonly string[]) =>
  ({ head }: OpenedFile): boolean =>
    signatures.some((signature) => head.toString('latin1', 0, signature.length) === signature);

/** A zip archive in whose list of members a name ends so. */
const archives =
  (member: RegExp) =>
  (file: OpenedFile): boolean =>
    begins('PK\x03\x04')(file) &&
    member.test(`${file.head.toString('latin1')}${file.tail.toString('latin1')}`);

/** The path where a shell takes it as it is, a stand-in where it would not. */
const plain = (path: string, standIn: string): string => (/^[\w./+-]+$/.test(path) ? path : standIn);

const FROM_SAVED_MODEL = 'tensorflowjs_converter --input_format=tf_saved_model saved_model converted';
const BY_KERAS = (path: string): string =>
  `python -c "import keras; keras.models.load_model('${path}').export('saved_model')" && ${FROM_SAVED_MODEL}`;
const ONNX_FIRST = 'Export it to ONNX: torch.onnx.export(model, (example,), "model.onnx")';

/** Formats by their first bytes, those that tell most first. */
export const FOREIGN_FORMATS: readonly ForeignFormat[] = [
  {
    name: 'a Keras HDF5 file',
    recognises: begins('\x89HDF\r\n\x1a\n', '\x89HDF'),
    fileNames: [],
    extensions: ['.h5', '.hdf5'],
    convert: (path) =>
      `Convert it (saved by Keras 2): tensorflowjs_converter --input_format=keras ${plain(path, 'model.h5')} converted; saved by Keras 3: ${BY_KERAS(plain(path, 'model.h5'))}`,
  },
  {
    name: 'a Keras archive',
    recognises: archives(/metadata\.json|model\.weights\.h5/),
    fileNames: [],
    extensions: ['.keras'],
    convert: (path) => `Convert it by way of a SavedModel: ${BY_KERAS(plain(path, 'model.keras'))}`,
  },
  {
    name: 'a PyTorch file',
    recognises: archives(/(^|\/)data\.pkl/m),
    fileNames: [],
    extensions: ['.pt', '.pth', '.ckpt'],
    convert: () => ONNX_FIRST,
  },
  {
    name: 'a Python pickle, as older PyTorch saves',
    recognises: ({ head }) => head[0] === 0x80 && head[1] >= 2 && head[1] <= 5,
    fileNames: [],
    extensions: ['.pkl', '.pickle'],
    convert: () => ONNX_FIRST,
  },
  {
    name: 'a TensorFlow Lite file',
    recognises: ({ head }) => head.toString('latin1', 4, 8) === 'TFL3',
    fileNames: [],
    extensions: ['.tflite'],
    convert: () =>
      `TensorFlow Lite has no way back: convert the model that it was made from (SavedModel: ${FROM_SAVED_MODEL})`,
  },
  {
    name: 'a safetensors file, which holds weights without a network',
    recognises: ({ head }) =>
      head.length > 8 && head.readUInt32LE(4) === 0 && head.toString('latin1', 8, 10) === '{"',
    fileNames: [],
    extensions: ['.safetensors'],
    convert: () => `Load the weights into the network that they belong to. ${ONNX_FIRST}`,
  },
  {
    name: 'a numpy archive or array',
    recognises: (file) => begins('\x93NUMPY')(file) || archives(/\.npy/)(file),
    fileNames: [],
    extensions: ['.npz', '.npy'],
    convert: () => 'Numbers alone are no network; give arrays as --inputs',
  },
  {
    name: 'a zip archive',
    recognises: begins('PK\x03\x04'),
    fileNames: [],
    extensions: ['.zip'],
    convert: () => 'Unpack it, and give the folder that holds model.json',
  },
  {
    name: 'a TensorFlow graph',
    recognises: ({ head, extension }) => extension === '.pb' && (head[0] === 0x08 || head[0] === 0x0a),
    fileNames: [],
    extensions: ['.pb', '.pbtxt'],
    convert: (path) =>
      `A SavedModel: tensorflowjs_converter --input_format=tf_saved_model FOLDER converted; a frozen graph: tensorflowjs_converter --input_format=tf_frozen_model --output_node_names=NAMES ${plain(path, 'frozen.pb')} converted`,
  },
  {
    // A folder; its file by itself is a TensorFlow graph.
    name: 'a SavedModel',
    recognises: () => false,
    fileNames: ['saved_model.pb'],
    extensions: [],
    convert: (folder) =>
      `Convert it: tensorflowjs_converter --input_format=tf_saved_model ${plain(folder, 'saved_model')} converted`,
  },
];

/** What begins like a protocol buffer, and is of no format that is known better. */
export const PROTOCOL_BUFFER: ForeignFormat = {
  name: 'a binary protocol buffer, as TensorFlow saves',
  recognises: begins('\x08'),
  fileNames: [],
  extensions: [],
  convert: () => `A SavedModel: ${FROM_SAVED_MODEL}; an ONNX file: give it the extension .onnx`,
};
