import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Vitest's global set-up: installs Debian's chromium where it is missing, and fails where it cannot. */
export default function setup(): void {
  if (existsSync(PATH)) return;
  for (const words of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    execFileSync('apt-get', words, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  if (!existsSync(PATH)) throw new Error(`No chromium at ${PATH}: set CHROMIUM_PATH to one.`);
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: PATH, args: ARGUMENTS });
}
