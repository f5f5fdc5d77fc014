import type { ComponentChildren } from "preact";

/** A region that scrolls by itself, which the tab key must reach. */
export function Scrolls({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section class="scrolls" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
