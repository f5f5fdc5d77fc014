// The tokenizer is a package of this folder, which types are checked without: `npm install --prefix data/scripts/tokens`.
declare module "gpt-tokenizer/encoding/o200k_base" {
  export function countTokens(text: string, options: { disallowedSpecial: ReadonlySet<string> }): number;
}
