import type { ComponentChildren } from "preact";
import type { Change } from "../address/history.ts";
import { listPath } from "../address/paths.ts";
import type { Theme } from "./useColours.ts";
import { isDarkNow } from "./useTheme.ts";

interface HeaderProps {
  theme: Theme | null;
  change(change: Change): void;
  children?: ComponentChildren;
}

/** The top of every page: its name, what it shares, the ways elsewhere, and its colours. */
export function Header({ theme, change, children }: HeaderProps) {
  return (
    <header class="top">
      <a class="skip" href="#main">
        To the results
      </a>
      <h1>
        <a href={theme ? `/?theme=${theme}` : "/"}>Paretograph</a>
      </h1>
      {children}
      <nav aria-label="Elsewhere">
        <a href={listPath("plugins")}>Plugins</a> <a href={listPath("peers")}>Peers</a> <a href="/docs">Docs</a>{" "}
        <a href="/graphql">API</a>
      </nav>
      <button
        type="button"
        onClick={() => change({ theme: isDarkNow(theme) ? "light" : "dark" })}
        aria-label={isDarkNow(theme) ? "Light colours" : "Dark colours"}
      >
        {isDarkNow(theme) ? "☀" : "☾"}
      </button>
    </header>
  );
}
