import type { Nodes } from 'xast';
import { toXml } from 'xast-util-to-xml';

// Control characters the serialiser leaves out itself.
const ILLEGAL = /[\p{Cs}\ufffe\uffff]/gu;

/**
 * A tree as XML 1.0, elements without content closed by a slash. Beyond what the serialiser escapes, `]]>` in text is
 * escaped (section 2.4 demands it, for SGML's sake), and characters that no XML document may hold become U+FFFD.
 */
export function xmlText(tree: Nodes): string {
  const xml = toXml(tree, { closeEmptyElements: true });
  // In markup these three characters never meet: a bracket is only in text or in a quoted value.
  return xml.replaceAll(']]>', ']]&gt;').replace(ILLEGAL, '\ufffd');
}
