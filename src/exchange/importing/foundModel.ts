import { plain } from "../../errors/unknownValue.ts";
import type { KnownNames } from "./knownNames.ts";

/**
 * The model that a file's name stands for: the one of that slug, or the only one whose slug or own name (the part behind
 * the slash) differs from it in case and marks between words alone. Undefined where there is none, or several.
 */
export function foundModel({ models }: KnownNames, name: string): { slug: string } | undefined {
  const exact = models.bySlug.get(name);
  if (exact) return exact;
  const wanted = plain(name);
  const hasMaker = name.includes("/");
  const found = models.all.filter(({ slug }) => plain(hasMaker ? slug : slug.slice(slug.indexOf("/") + 1)) === wanted);
  return found.length === 1 ? found[0] : undefined;
}
