import { CircleAlert, Inbox, RotateCw, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError } from "../api/client";

/** Grey lines in the shape of what is coming. */
export function Skeleton({ rows = 6, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} style={{ padding: 14, display: "grid", gap: 14 }}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} style={{ display: "grid", gridTemplateColumns: "2fr 1fr 1fr 3fr", gap: 20 }}>
          {[0.9, 0.6, 0.7, 0.5].map((width, column) => (
            <div key={column} className="sk" style={{ width: `${(width - ((index + column) % 3) * 0.12) * 100}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}

export function SkeletonBlock({ height, label = "Loading" }: { height?: number | string; label?: string }) {
  return <div role="status" aria-label={label} className="sk" style={{ height: height ?? "100%", width: "100%", borderRadius: 6 }} />;
}

export function Empty({ icon: Icon = Inbox, title, children, actions }: { icon?: LucideIcon; title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="state">
      <Icon size={24} strokeWidth={1.5} aria-hidden />
      <h3>{title}</h3>
      {children && <p>{children}</p>}
      {actions && <div className="row">{actions}</div>}
    </div>
  );
}

/** An error says what failed, what may mend it, and offers to try again. */
export function Failure({ error, retry, small }: { error: unknown; retry?: () => void; small?: boolean }) {
  const problem = error instanceof ApiError ? error : null;
  const title = problem?.title ?? "Something went wrong on this page";
  const detail = problem ? problem.detail : error instanceof Error ? error.message : String(error);
  return (
    <div className={`state error${small ? " small" : ""}`} role="alert">
      <CircleAlert size={small ? 18 : 24} strokeWidth={1.5} aria-hidden />
      <h3>{title}</h3>
      {detail && detail !== title && <p>{detail}</p>}
      {problem?.hint && <p className="faint">{problem.hint}</p>}
      {retry && (
        <div className="row">
          <button type="button" className="btn" onClick={retry}>
            <RotateCw size={14} aria-hidden /> Try again
          </button>
        </div>
      )}
    </div>
  );
}

interface QueryLike<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** The four states of a list: loading, failed, empty, there. */
export function Loaded<T>({ query, children, skeleton, empty, isEmpty }: {
  query: QueryLike<T>;
  children: (data: T) => ReactNode;
  skeleton?: ReactNode;
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
}) {
  if (query.data !== undefined) {
    const nothing = isEmpty ? isEmpty(query.data) : Array.isArray(query.data) && query.data.length === 0;
    return <>{nothing && empty !== undefined ? empty : children(query.data)}</>;
  }
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return <>{skeleton ?? <Skeleton />}</>;
}
