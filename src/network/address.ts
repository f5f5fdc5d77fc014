/** What keeps a text from being the address of a server; null where nothing does. */
export function faultOfAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return "is not an address that begins with http:// or https://";
  if (url.username !== "" || url.password !== "") {
    return "holds a user name or a password: give the name of an environment variable as apiKeyEnv instead";
  }
  return /[?#]/.test(text) ? "has a query or a fragment, which no address of an engine has" : null;
}

/** The one way in which an address without faults is written: `http://host:8000/path`, without a slash at its end. */
export function canonicalAddress(text: string): string {
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/+$/, "")}`;
}

/**
 * Whether an address is written so that all programs read it alike: in its canonical form, and with a path of plain
 * segments, since some servers decode or merge others.
 */
export function isPlainAddress(text: string): boolean {
  if (faultOfAddress(text) !== null) return false;
  const isCanonical = text.replace(/\/$/, "") === canonicalAddress(text);
  return isCanonical && /^\/?$|^(\/[\w.~-]+)+\/?$/.test(new URL(text).pathname);
}

/** Whether an address has the origin of another one, and a path that is the other's or lies below it. */
export function isBelow(address: string, prefix: string): boolean {
  const [url, above] = [new URL(canonicalAddress(address)), new URL(canonicalAddress(prefix))];
  const folder = above.pathname.replace(/\/$/, "");
  return url.origin === above.origin && (url.pathname === folder || url.pathname.startsWith(`${folder}/`));
}
