import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Failure } from "./Failure.tsx";

/** A component whose code is loaded when it is first shown. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [, show] = useState(0);
    const [error, setError] = useState<Error | null>(null);
    useEffect(() => {
      if (loaded) return;
      load().then((component) => {
        loaded = component;
        show((times) => times + 1);
      }, setError);
    }, []);
    const Component = loaded;
    if (error) return <Failure error={error} />;
    return Component ? <Component {...props} /> : <p aria-busy="true">Loading …</p>;
  };
}
