const LONGEST = 64;

/**
 * Holds the values of a label to the first `most` short names that come, so that callers who invent names cannot fill the
 * memory of the server or of those who collect its metrics. Any other name becomes `other`.
 */
export function boundedNames(most: number): (name: string) => string {
  const known = new Set<string>();
  return (name) => {
    if (known.has(name)) return name;
    if (known.size >= most || name.length > LONGEST) return "other";
    known.add(name);
    return name;
  };
}
