import { createHash } from 'node:crypto';

/**
 * The Content-Security-Policy of the page: it loads nothing, and only its own script and style sheet run, known by
 * their hashes. Pictures of the inputs are data URIs.
 */
export function contentPolicy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}
