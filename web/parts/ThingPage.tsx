import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Change } from "../address/history.ts";
import { Failure } from "./Failure.tsx";
import { Header } from "./Header.tsx";
import type { Asked } from "./useAsked.ts";
import { useTheme } from "./useTheme.ts";

interface ThingPageProps<Thing> {
  /** What kind of thing is shown, such as `Model`. */
  kind: string;
  asked: Asked<Thing>;
  parameters: URLSearchParams;
  change(change: Change): void;
  title(thing: Thing): string;
  children(thing: Thing): ComponentChildren;
}

/** A page about one thing: its title, and what is shown of it once it is there, or why it is not. */
export function ThingPage<Thing>({ kind, asked, parameters, change, title, children }: ThingPageProps<Thing>) {
  const theme = useTheme(parameters);
  const { value, error, isLoading, again } = asked;
  const name = value === null ? kind : title(value);
  useEffect(() => {
    document.title = `${name} – Paretograph`;
  }, [name]);
  return (
    <>
      <Header {...{ theme, change }} />
      <main id="main" class="thing" tabIndex={-1}>
        <p class="muted">{kind}</p>
        {value !== null && <h2 class="title">{name}</h2>}
        {error && <Failure error={error} again={again} />}
        {value === null && isLoading && !error && <p aria-busy="true">Loading …</p>}
        {value !== null && children(value)}
      </main>
    </>
  );
}
