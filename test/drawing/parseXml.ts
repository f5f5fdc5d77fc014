/** An element of a parsed document. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** The text directly in it, unescapedd. */
  text: string;
}

const ENTITY = "&(?:amp|lt|gt|quot|#39);";
const ATTRIBUTE = `\\s+[\\w:-]+="(?:[^<&"]|${ENTITY})*"`;
const TOKEN = new RegExp(`</([\\w:-]+)>|<([\\w:-]+)((?:${ATTRIBUTE})*)(/?)>|((?:[^<&]|${ENTITY})+)`, "uy");
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Parses a document strictly: what XML 1.0 calls not well formed throws, and so do comments, declarations, references
 * by number and whatever else a picture has no need of.
 */
export function parseXml(source: string): XmlElement {
  if (FORBIDDEN.test(source)) throw new Error("A character that XML does not allow.");
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(source);
    if (!token) throw new Error(`Not well formed at ${at}: ${source.slice(at, at + 80)}`);
    const [, closed, name, attributes, isEmpty, text] = token;
    const current = open.at(-1)!;
    if (text !== undefined) current.text += unescaped(text);
    else if (closed !== undefined) {
      if (open.length === 1 || current.name !== closed) throw new Error(`</${closed}> closes <${current.name}>.`);
      open.pop();
    } else {
      const element = { name: name!, attributes: attributesOf(attributes!), children: [], text: "" };
      current.children.push(element);
      if (!isEmpty) open.push(element);
    }
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)!.name}> is not closed.`);
  if (root.children.length !== 1 || root.text.trim() !== "") throw new Error("A document is one element.");
  return root.children[0]!;
}

/** All elements of a name, in order. */
export function findAll(element: XmlElement, name: string, className?: string): XmlElement[] {
  const own =
    element.name === name && (!className || element.attributes.class?.split(" ").includes(className)) ? [element] : [];
  return [...own, ...element.children.flatMap((child) => findAll(child, name, className))];
}

function attributesOf(source: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, key, value] of source.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (key! in attributes) throw new Error(`The attribute ${key} stands twice.`);
    attributes[key!] = unescaped(value!);
  }
  return attributes;
}

const SIGNS: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
const unescaped = (text: string) => text.replace(/&[^;]+;/g, (entity) => SIGNS[entity]!);
