import { useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { ApiError, get, send } from "../api/client";
import { useTitle } from "../ui/Page";
import { Logo } from "./Logo";

/** Trades the token for a cookie, and proves that the cookie opens the API. */
export async function logIn(token: string): Promise<void> {
  await send(`/login?token=${encodeURIComponent(token)}`);
  await get("/dashboards");
}

export function Login({ onDone }: { onDone: () => void }) {
  useTitle("Log in");
  const [token, setToken] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const submit = async () => {
    setBusy(true);
    setError(null);
    try {
      await logIn(token.trim());
      client.clear();
      onDone();
    } catch (problem) {
      const refused = problem instanceof ApiError && (problem.status === 401 || problem.status === 403);
      setError(refused ? "This token is not the one the program was started with." : problem instanceof Error ? problem.message : String(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="login">
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="row"><Logo size={22} /><h1>Wallstreet</h1></div>
        <p className="muted">This program listens beyond its own machine, so it asks for a token. Whoever started it has it.</p>
        <label className="field">
          <span>Token</span>
          <input className={`input${error ? " bad" : ""}`} type="password" autoFocus autoComplete="current-password" required value={token} onChange={(event) => setToken(event.target.value)} aria-invalid={error !== null} aria-describedby={error ? "login-error" : undefined} />
        </label>
        {error && <p id="login-error" role="alert" className="dn">{error}</p>}
        <button type="submit" className="btn primary" disabled={busy || token.trim() === ""}>
          <KeyRound size={14} aria-hidden /> {busy ? "Checking…" : "Log in"}
        </button>
      </form>
    </main>
  );
}
