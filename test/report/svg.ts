import type { Element, Root } from 'xast';
import { fromXml } from 'xast-util-from-xml';

/** Every text of an SVG, titles included. Throws where the SVG is not well-formed. */
export function textsOf(svg: string): string[] {
  const walk = (tree: Root | Element): string[] =>
    tree.children.flatMap((child) => {
      if (child.type === 'text') return [child.value];
      return child.type === 'element' ? walk(child) : [];
    });
  return walk(fromXml(svg)).filter((text) => text.trim() !== '');
}
