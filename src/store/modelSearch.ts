import { nearest, plain } from "../errors/unknownValue.ts";
import type { ModelRow } from "./catalogue.ts";

/**
 * The models whose slug, name, developer or family hold all words of a text, whatever the case and the marks between words:
 * first those whose name is the text, then those whose slug holds it as it stands, then the others, shorter slugs first.
 * Where there are none, the few models whose names are nearest to the text. A text without a letter or a digit finds none.
 */
export function searchModels(models: readonly ModelRow[], text: string): ModelRow[] {
  const wanted = plain(text);
  const words = wanted.split("-").filter(Boolean);
  if (words.length === 0) return [];
  const found = models.flatMap((model) => {
    const slug = plain(model.slug);
    const own = [slug, plain(model.name), plain(model.developer ?? ""), plain(model.family ?? "")].join(" ");
    if (!words.every((word) => own.includes(word))) return [];
    const isName = slug === wanted || plain(model.name) === wanted || slug.endsWith(`-${wanted}`);
    return [{ model, place: isName ? 0 : slug.includes(wanted) ? 1 : 2 }];
  });
  if (found.length > 0) {
    return found
      .sort((a, b) => a.place - b.place || a.model.slug.length - b.model.slug.length)
      .map(({ model }) => model);
  }
  const bySlug = new Map(models.map((model) => [model.slug, model]));
  return nearest(text, [...bySlug.keys()]).map((slug) => bySlug.get(slug)!);
}
