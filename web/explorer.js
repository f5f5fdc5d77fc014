// The explorer's own script in the browser: it signs in by a one-time link, and starts GraphiQL with the token.
const TOKEN = "paretograph.token";
const { title, query, editor, json, graphql } = document.getElementById("explorer").dataset;

// The code of a one-time link stands in the fragment, which no server sees. It leaves the address at once, so that it is
// in no history, bookmark or screenshot.
const code = new URLSearchParams(location.hash.slice(1)).get("sign-in");
if (code !== null) history.replaceState(null, "", location.pathname + location.search);

// Each request carries the token of this tab. The session storage goes with the tab, and no request of another page
// carries it, as a cookie would be.
const send = globalThis.fetch.bind(globalThis);
globalThis.fetch = (target, options = {}) => {
  const { token } = session();
  const isOwn = new URL(target instanceof Request ? target.url : target, location.href).origin === location.origin;
  if (!token || !isOwn) return send(target, options);
  const headers = new Headers(options.headers ?? (target instanceof Request ? target.headers : undefined));
  if (!headers.has("authorization")) headers.set("authorization", `Bearer ${token}`);
  return send(target, { ...options, headers });
};

globalThis.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_, label) => ({ editorWorkerService: editor, json, graphql })[label],
};

if (code !== null) await signIn(code);
showSession();
globalThis.YogaGraphiQL.renderYogaGraphiQL(document.getElementById("root"), {
  title,
  defaultQuery: query,
  endpoint: location.pathname,
});

function session() {
  try {
    return JSON.parse(sessionStorage.getItem(TOKEN)) ?? {};
  } catch {
    return {};
  }
}

/** Exchanges the code of a link for a token. A code that was used before, or is too old, says so and signs nobody in. */
async function signIn(code) {
  sessionStorage.removeItem(TOKEN);
  const headers = { "content-type": "application/json" };
  try {
    const response = await send("/sign-in", { method: "POST", headers, body: JSON.stringify({ code }) });
    const answer = await response.json();
    if (response.ok) sessionStorage.setItem(TOKEN, JSON.stringify(answer));
    else say(`The link did not sign in: ${answer.errors?.[0]?.message ?? response.status}`);
  } catch (error) {
    say(`The link did not sign in: ${error.message}`);
  }
}

function showSession() {
  const { token, scope, lab, expiresAt } = session();
  if (!token) return;
  const until = expiresAt ? ` until ${new Date(expiresAt).toLocaleString()}` : "";
  const line = say(`Signed in to ${scope}${lab ? ` for ${lab}` : ""}${until}. `);
  const leave = document.createElement("button");
  leave.textContent = "Sign out";
  leave.onclick = () => {
    sessionStorage.removeItem(TOKEN);
    line.remove();
  };
  line.append(leave);
}

function say(text) {
  const line = document.createElement("p");
  line.id = "session";
  line.textContent = text;
  line.style.cssText =
    "position:fixed;bottom:0;left:4em;z-index:9;margin:0;padding:.3em 1em;background:#fff;color:#111";
  document.body.append(line);
  return line;
}
