import { UNPRINTABLE } from './text-layout.ts';

/** Lines for a terminal or a build log: without the characters that `oneLine` takes out, but for line feeds; spaces stay. */
export function logLines(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(UNPRINTABLE, ' '));
  return withoutCommands(lines.join('\n'));
}

/**
 * The text without what services that read a build's log take for commands: a line that begins with `::`, and `##` with a
 * word and a bracket anywhere (GitHub Actions, Azure Pipelines, TeamCity). One character becomes one that looks alike and
 * is as wide.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1\u2236').replace(/##(?=\w*\[)/g, '#\u266f');
}
