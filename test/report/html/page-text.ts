import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/** The text of a page, without its style and script. */
export function textOf(html: string): string {
  return nodeText(parse(html));
}

function nodeText(node: Node): string {
  if ('value' in node) return node.value;
  if (['style', 'script'].includes(node.nodeName) || !('childNodes' in node)) return '';
  return node.childNodes.map(nodeText).join('');
}
