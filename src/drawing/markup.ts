import { escapeXml } from "./escape.ts";

/** A piece of a document, well formed and escaped. */
export interface Markup {
  readonly xml: string;
}

/** An element. Text in it and in its attributes is escaped here and nowhere else; an undefined attribute is left out. */
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

/** A group of elements, each on a line of its own. */
export function group(attributes: Record<string, string | number | undefined>, parts: readonly Markup[]): Markup {
  return element("g", attributes, { xml: parts.map(({ xml }) => `\n${xml}`).join("") });
}

/** A hundredth of a pixel is finer than any screen, and keeps files short and equal everywhere. */
const pixels = (value: number) => String(Number(value.toFixed(2)) + 0);
