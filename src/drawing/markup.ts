import { escapeXml } from "./escape.ts";

/** A well-formed and escaped part of a document. */
export interface Markup {
  readonly xml: string;
}

/** Makes an element. Its text and attributes are escaped here and nowhere else. An undefined attribute is left out. */
export function element(
  name: string,
  attributes: Record<string, string | number | undefined>,
  ...content: (Markup | string)[]
): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(typeof value === "number" ? pixels(value) : value!)}"`)
    .join("");
  const inner = content.map((part) => (typeof part === "string" ? escapeXml(part) : part.xml)).join("");
  return { xml: inner ? `<${name}${written}>${inner}</${name}>` : `<${name}${written}/>` };
}

/** Makes a group of elements, each on a line of its own. */
export function group(attributes: Record<string, string | number | undefined>, parts: readonly Markup[]): Markup {
  return element("g", attributes, { xml: parts.map(({ xml }) => `\n${xml}`).join("") });
}

/**
 * Numbers are rounded to a hundredth of a pixel, which no screen shows, so that files are short and equal everywhere.
 */
const pixels = (value: number) => String(Number(value.toFixed(2)) + 0);
