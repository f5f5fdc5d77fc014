/** The name of a field or of a choice in words: `openWeights` becomes "Open weights", and `HYBRID_MOE` "Hybrid moe". */
export function fieldTitle(name: string): string {
  const words = /^[A-Z0-9_]+$/.test(name)
    ? name.toLowerCase().replaceAll("_", " ")
    : name.replace(/(?<=[a-z0-9])([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
