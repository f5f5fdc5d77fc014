type Json = Record<string, unknown>;

/** The canary string of the dataset that a run read, by which copies of the data are recognised; null where it has none. */
export function canaryOf(recipe: Json | null): string | null {
  const { canary } = (recipe?.dataset ?? {}) as { canary?: unknown };
  return typeof canary === "string" && canary !== "" ? canary : null;
}

/** A text of a model or a judge as it is served: a canary that the model knew by heart is left out. */
export function withoutCanary(text: string, canary: string | null): string {
  return canary === null ? text : text.replaceAll(canary, "[canary]");
}
