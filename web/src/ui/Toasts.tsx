import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useSyncExternalStore, type ReactNode } from "react";
import { ApiError } from "../api/client";

interface Toast {
  id: number;
  tone: "good" | "bad";
  title: string;
  body?: ReactNode;
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}

const dismiss = (id: number): void => publish(toasts.filter((toast) => toast.id !== id));

export function toast(title: string, body?: ReactNode, tone: "good" | "bad" = "good"): void {
  const id = nextId++;
  publish([...toasts.slice(-3), { id, tone, title, body }]);
  window.setTimeout(() => dismiss(id), tone === "bad" ? 10_000 : 5000);
}

export function toastError(error: unknown): void {
  if (error instanceof ApiError) toast(error.title, [error.detail, error.hint].filter((part) => part && part !== error.title).join(" "), "bad");
  else toast("Something went wrong", error instanceof Error ? error.message : String(error), "bad");
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="region" aria-label="Notices" aria-live="polite">
      {shown.map((each) => (
        <div key={each.id} className="toast" role={each.tone === "bad" ? "alert" : "status"}>
          {each.tone === "bad" ? <CircleAlert size={16} className="dn" aria-hidden /> : <CircleCheck size={16} className="up" aria-hidden />}
          <div style={{ flex: 1, minWidth: 0 }}>
            <div style={{ fontWeight: 550 }}>{each.title}</div>
            {each.body && <div className="muted" style={{ overflowWrap: "anywhere" }}>{each.body}</div>}
          </div>
          <button type="button" className="btn ghost small icon" aria-label="Dismiss" onClick={() => dismiss(each.id)}>
            <X size={14} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
