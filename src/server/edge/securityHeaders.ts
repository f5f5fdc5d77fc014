/**
 * Sent with every answer. No browser may guess another type, show the answer in a frame, load it into a page of another
 * origin, or name the address to others. HSTS is left to the proxy that speaks TLS.
 */
export const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "cross-origin-resource-policy": "same-origin",
} as const;

/** Sent with the explorer's page, which loads scripts, workers and data from this server alone. */
export const PAGE_HEADERS = {
  ...SECURITY_HEADERS,
  // GraphiQL and its editor put styles into the page while they run, and draw with pictures in the address (`data:`).
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "connect-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
} as const;

/** What the page for people may load: scripts, styles, pictures and data of this server alone, and nothing that is written into it. */
const pagePolicy = (framedBy: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `frame-ancestors ${framedBy}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** Sent with the page for people. */
export const OWN_PAGE_HEADERS = {
  ...SECURITY_HEADERS,
  "content-security-policy": pagePolicy("'none'"),
  "cross-origin-opener-policy": "same-origin",
} as const;

/** Sent with the documents: pages without scripts, whose one form asks this server. */
export const DOCUMENT_HEADERS = {
  ...SECURITY_HEADERS,
  "content-security-policy": [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
} as const;

/** Sent with the picture that any page may show in a frame. */
export const EMBEDDED_PAGE_HEADERS = {
  ...SECURITY_HEADERS,
  "content-security-policy": pagePolicy("*"),
  "cross-origin-resource-policy": "cross-origin",
} as const;

/** Sent with pictures, which any page may show and read. A picture needs only its own style. */
export const PICTURE_HEADERS = {
  ...SECURITY_HEADERS,
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  "cross-origin-resource-policy": "cross-origin",
  "access-control-allow-origin": "*",
} as const;
