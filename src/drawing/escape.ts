/** The characters that XML 1.0 does not allow in a document, not even escaped. */
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Escapes text for an XML document, between tags or in an attribute. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(NO_XML, "\uFFFD")
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}

/** Cleans text for a terminal, so that nothing in it moves the cursor, sets colours or breaks the line. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");
}
