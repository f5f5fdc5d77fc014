import { useState } from "preact/hooks";
import { clientWith } from "../data/client.ts";
import { forgetToken, keepToken, tokenOfThisTab } from "../data/session.ts";
import { RefusalNote } from "../parts/RefusalNote.tsx";
import { useAsked } from "../parts/useAsked.ts";

/**
 * Takes a token that a person types in, tries it, and keeps it for this tab alone. The page is then loaded again, so that
 * everything on it is asked with the token.
 *
 * @param needed what a token is needed for, in a sentence.
 */
export function SignIn({ needed }: { needed: string }) {
  const kept = tokenOfThisTab();
  const viewer = useAsked(kept === undefined ? null : "viewer", async () => (await rightsWith(kept!)).viewer);
  const [token, setToken] = useState("");
  const [error, setError] = useState<Error | null>(null);
  const enter = async (event: Event) => {
    event.preventDefault();
    setError(null);
    try {
      await rightsWith(token.trim());
      keepToken(token.trim());
      location.reload();
    } catch (refused) {
      setError(refused as Error);
    }
  };
  const leave = () => {
    forgetToken();
    location.reload();
  };
  if (kept !== undefined) {
    const { scope, lab } = viewer.value ?? {};
    return (
      <>
        <span class="muted">
          {viewer.error
            ? `The token of this tab is refused: ${viewer.error.message}`
            : `Signed in${scope ? ` with the scope ${scope}` : ""}${lab ? ` for ${lab}` : ""}.`}
        </span>
        <button type="button" onClick={leave}>
          Sign out
        </button>
      </>
    );
  }
  return (
    <details class="sign-in">
      <summary>Sign in</summary>
      <form onSubmit={enter}>
        <p class="muted">{needed} The token stays in this tab and goes with it.</p>
        <div class="row">
          <label class="field">
            <span>Token</span>
            <input
              type="password"
              autoComplete="off"
              value={token}
              onInput={({ currentTarget }) => setToken(currentTarget.value)}
            />
          </label>
          <button type="submit" disabled={token.trim() === ""}>
            Sign in
          </button>
        </div>
      </form>
      {error && <RefusalNote error={error} />}
    </details>
  );
}

const rightsWith = (token: string) => clientWith(token).query({ viewer: { scope: true, lab: true } });
