// npm run setup:tfjs-node
import setUp from './set-up.ts';

try {
  await setUp();
  console.log('tfjs-node is set up.');
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
