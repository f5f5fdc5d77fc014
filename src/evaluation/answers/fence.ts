/** Characters that are not seen: controls, those that change the direction of writing, joiners, tags, variation selectors. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu;

/**
 * A part of a prompt that others wrote, between fences with a random mark. Each of its lines begins with "| ", so that it
 * cannot end the fence, and the marks of chat templates in it are broken, which servers would otherwise read as the end of
 * the message.
 *
 * @param mark a text that nobody who wrote the part could know.
 */
export function fenced(name: string, text: string, mark: string): string {
  const lines = harmless(text.replaceAll(mark, "")).split("\n");
  return [`[${mark} begin: ${name}]`, ...lines.map((line) => `| ${line}`), `[${mark} end: ${name}]`].join("\n");
}

/** `<|im_end|>`, `<｜User｜>`, `</s>`, `<end_of_turn>` and `[/INST]` get a blank, which changes no formula. */
const harmless = (text: string) =>
  text
    .replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, "\n")
    .replace(UNSEEN, "")
    .replace(/<(?=[^\s\d=<])/g, "< ")
    .replace(/([|｜])>/g, "$1 >")
    .replace(/\[(?=\/?[A-Z_]{3,}\])/g, "[ ");
