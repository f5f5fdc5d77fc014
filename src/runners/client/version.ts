/** Whether a version such as `0.19.1`, `0.11.0.post2` or `0.20.0rc1.dev3+g12ab` is the wanted one or a later one. */
export function isAtLeast(version: string, wanted: [number, number, number]): boolean {
  const [, ...parts] = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (parts.length === 0) return false;
  for (const [i, least] of wanted.entries()) {
    const part = Number(parts[i] ?? 0);
    if (part !== least) return part > least;
  }
  return true;
}
