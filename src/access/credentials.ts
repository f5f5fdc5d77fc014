/** What ends the part of an address that can hold a user and a password. */
const END = /[/\\?#\s"'<>]/;

/**
 * A text in which no address has a user or a password, whether the text is the address or has it in it. The time that it
 * takes grows with the length of the text alone.
 */
export function textWithoutCredentials(text: string): string {
  if (!text.includes("@")) return text;
  // What a parser of URLs takes is wider than any pattern, as it leaves out line breaks and takes `http:user:password@host`.
  const url = URL.parse(text);
  if (url?.username || url?.password) {
    url.username = "";
    url.password = "";
    return url.href;
  }
  const parts = text.split("@");
  const host = parts.pop()!;
  let shown = "";
  let isInside = false;
  for (const part of parts) {
    // A password can hold an @: the last one before the host ends it.
    if (isInside && !END.test(part)) continue;
    const before = beforeUser(part);
    isInside = before !== null;
    shown += before ?? `${part}@`;
  }
  return shown + host;
}

/** A text up to the scheme of the address at its end, whose user and password follow; null if it ends in no such address. */
function beforeUser(text: string): string | null {
  let end = text.length;
  while (end > 0 && !END.test(text[end - 1]!)) end--;
  const [before, user] = [text.slice(0, end), text.slice(end)];
  let slashes = end;
  while (slashes > 0 && /[/\\]/.test(before[slashes - 1]!)) slashes--;
  if (slashes < end && /[a-z0-9+.-]:$/i.test(before.slice(Math.max(0, slashes - 2), slashes))) return before;
  const scheme = /\b(?:https?|wss?|ftp):/i.exec(user);
  return scheme ? before + user.slice(0, scheme.index + scheme[0].length) : null;
}
