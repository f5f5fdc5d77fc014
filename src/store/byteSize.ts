/** The elements of a list that are measured; the others are taken to be like them. */
const MEASURED = 16;
const DEPTH = 12;

/**
 * About how many bytes a value of plain data holds in memory: what it refers to counts once, functions and class instances
 * count little.
 */
export function byteSize(value: unknown): number {
  return Math.ceil(sizeOf(value, new Set(), DEPTH));
}

function sizeOf(value: unknown, seen: Set<object>, depth: number): number {
  if (typeof value === "string") return 24 + 2 * value.length;
  if (typeof value !== "object" || value === null || seen.has(value) || depth === 0) return 16;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return 64 + value.byteLength;
  if (value instanceof Map || value instanceof Set) return 64 + sizeOfList([...value], seen, depth) + 32 * value.size;
  if (Array.isArray(value)) return 32 + sizeOfList(value, seen, depth);
  let size = 32;
  for (const key in value) size += 8 + sizeOf((value as Record<string, unknown>)[key], seen, depth - 1);
  return size;
}

function sizeOfList(list: readonly unknown[], seen: Set<object>, depth: number): number {
  const step = Math.max(1, Math.floor(list.length / MEASURED));
  let size = 0;
  let measured = 0;
  for (let i = 0; i < list.length; i += step) {
    size += 8 + sizeOf(list[i], seen, depth - 1);
    measured++;
  }
  return measured === 0 ? 0 : (size / measured) * list.length;
}
