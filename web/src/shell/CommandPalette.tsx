import { Database, FileText, LayoutDashboard, Search, Workflow, type LucideIcon } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { useAssets, useDashboards, useTables } from "../api/queries";
import { find, type Target } from "./find";
import { tableAddress } from "../ui/addresses";

const icons: Record<Target["kind"], LucideIcon> = { Asset: Workflow, Table: Database, Dashboard: LayoutDashboard, Page: FileText };

const pages: Target[] = [
  { title: "Assets", kind: "Page", to: "/assets" },
  { title: "Runs", kind: "Page", to: "/runs" },
  { title: "Schedules", kind: "Page", to: "/schedules" },
  { title: "Catalog", kind: "Page", to: "/catalog" },
  { title: "SQL", kind: "Page", to: "/sql" },
  { title: "Dashboards", kind: "Page", to: "/dashboards" },
];

function useTargets(): Target[] {
  const assets = useAssets().data;
  const tables = useTables().data;
  const dashboards = useDashboards().data;
  return useMemo(
    () => [
      ...pages,
      ...(dashboards ?? []).map((each): Target => ({ title: each.title, kind: "Dashboard", to: `/dashboards/${encodeURIComponent(each.name)}` })),
      ...(assets ?? []).map((each): Target => ({ title: each.key, kind: "Asset", to: `/assets/${each.key}` })),
      ...(tables ?? []).map((each): Target => ({ title: each.name, kind: "Table", to: tableAddress(each.name) })),
    ],
    [assets, tables, dashboards],
  );
}

/** Ctrl+K: go to any page, asset, table or dashboard by typing some of its letters. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState("");
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const found = find(useTargets(), asked);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const go = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    void navigate(target.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") go(found[at]);
    else if (event.key === "ArrowDown") setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Find"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="dialog">
        <div className="ask">
          <Search size={16} aria-hidden />
          <input
            autoFocus
            role="combobox"
            aria-expanded
            aria-controls="palette-list"
            aria-activedescendant={found[at] ? `palette-${at}` : undefined}
            aria-label="Find an asset, table, dashboard or page"
            placeholder="Find an asset, table, dashboard or page"
            value={asked}
            onChange={(event) => {
              setAsked(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          <kbd>Esc</kbd>
        </div>
        <ul id="palette-list" role="listbox" aria-label="Found">
          {found.map((target, index) => {
            const Icon = icons[target.kind];
            return (
              <li key={`${target.kind}:${target.to}`} id={`palette-${index}`} role="option" aria-selected={index === at} onMouseMove={() => setAt(index)} onClick={() => go(target)}>
                <Icon size={15} strokeWidth={1.75} aria-hidden />
                <span className="cut">{target.title}</span>
                <span className="kind">{target.kind}</span>
              </li>
            );
          })}
          {found.length === 0 && <li className="muted" style={{ cursor: "default" }}>Nothing is called “{asked}”.</li>}
        </ul>
      </div>
    </dialog>
  );
}
