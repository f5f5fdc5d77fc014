/** Where a tab keeps its token, which the explorer at `/graphql` reads too. It goes with the tab. */
const TOKEN = "paretograph.token";

export function tokenOfThisTab(): string | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(TOKEN) ?? "null")?.token ?? undefined;
  } catch {
    return undefined;
  }
}

export const keepToken = (token: string) => sessionStorage.setItem(TOKEN, JSON.stringify({ token }));
export const forgetToken = () => sessionStorage.removeItem(TOKEN);
