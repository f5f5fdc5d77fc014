/** Variables whose values are secrets, told by the end of their names. */
const SECRET_NAME = /(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i;
/** Shorter values are words that occur by chance, and masking them would spoil the log. */
const SHORTEST = 6;

const MASK = "[secret]";

/**
 * Secrets that are known by their form. Each pattern keeps what its first group matches, and takes a time that grows with
 * the length of the text and no more.
 */
const FORMS: RegExp[] = [
  // User and password in an address.
  /(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/?#"'<>\\]{1,512}(?=@)/gi,
  /(\bauthorization\b[\\"':=\s]{1,8}(?:[a-z]+\s+)?)[^\s"'\\,;]{4,}/gi,
  /(\bbearer\s+)[\w.~+/=-]{8,}/gi,
  /(\b(?:api[_-]?key|token|password|passwd|secret)\\?["']?\s?[=:]\s?\\?["']?)[^\s"'\\&,;]{8,}/gi,
  /([?&#](?:code|state|key)=)[^\s"'\\&,;]{8,}/gi,
  // Tokens and sign-in codes of this server, those of Hugging Face and of providers of models, and JSON Web Tokens.
  /((?<![\w-]))(?:pgs?_[\w-]{20,}|hf_\w{10,}|sk-[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*)/g,
];

/** A function that masks the secrets of an environment, and whatever has the form of a secret, in a text. */
export function secretMask(environment: NodeJS.ProcessEnv): (text: string) => string {
  const values = Object.entries(environment).flatMap(([name, value = ""]) =>
    SECRET_NAME.test(name) ? [value] : passwordsIn(value),
  );
  // In a line of JSON, a value stands as JSON writes it.
  const known = values
    .filter((value) => value.length >= SHORTEST)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)])
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const value of known) masked = masked.replaceAll(value, MASK);
    for (const form of FORMS) masked = masked.replace(form, `$1${MASK}`);
    return masked;
  };
}

/** The password in an address, as it is written there and decoded. */
function passwordsIn(value: string): string[] {
  if (!value.includes("://") || !URL.canParse(value)) return [];
  const { password } = new URL(value);
  return [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
