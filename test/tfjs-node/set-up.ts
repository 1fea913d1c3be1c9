import { fileURLToPath } from 'node:url';
import { buildBinding, installPackage, isBuilt } from './binding.ts';
import { requireProgram } from './programs.ts';
import { tensorflowLibrary } from './wheel.ts';

const LOAD = fileURLToPath(new URL('load.ts', import.meta.url));

function requireItLoads(): void {
  requireProgram(process.execPath, ['--import', 'jiti/register', LOAD], 'a package that loads');
}

/** What was built earlier may be linked to another library by now. */
function isReady(): boolean {
  try {
    requireItLoads();
    return true;
  } catch {
    return false;
  }
}

/**
 * Sets tfjs-node up in node_modules without a download by its install script: the package from npm, TensorFlow's library
 * from the Python wheel, the native part between them built here, and at last loaded. What is there stays. Vitest's global
 * set-up, too: then the tests fail where it cannot be had.
 */
export default async function setUp(): Promise<void> {
  const tensorflow = await tensorflowLibrary();
  await installPackage();
  if (isBuilt() && isReady()) return;
  await buildBinding(tensorflow);
  requireItLoads();
}
