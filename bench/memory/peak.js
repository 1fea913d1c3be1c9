// Preloaded: writes the peak of this process's resident memory, in MB, to the file that PEAK_FILE names, when it ends.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  // Counted in kilobytes.
  writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS / 1024));
});
