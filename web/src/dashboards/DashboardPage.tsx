import { useQueryClient } from "@tanstack/react-query";
import { LayoutDashboard, Link2, RotateCw } from "lucide-react";
import { useCallback, useEffect, useMemo } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { useDashboard } from "../api/queries";
import type { DashboardDetail, DashboardParameter, TileResult } from "../api/types";
import { useLive } from "../shell/live";
import { useThemeName } from "../theme/theme";
import { copyText, Page } from "../ui/Page";
import { Empty, Failure, SkeletonBlock } from "../ui/States";
import { toast, toastError } from "../ui/Toasts";
import { knownName, readParameters, readsAny, requestParameters, writeParameter, type ParameterValue } from "./parameters";
import { Parameters } from "./Parameters";
import { Tile } from "./Tile";
import { TimeBar } from "./TimeBar";
import "./dashboards.css";

/** Asks again for the tiles that rest on tables which just changed; what is pinned to the past never changes. */
function useRefresh(name: string, pinned: boolean): void {
  const { subscribe } = useLive();
  const client = useQueryClient();
  useEffect(() => {
    if (pinned) return undefined;
    const changed = new Set<string>();
    let timer: number | undefined;
    const flush = () => {
      timer = undefined;
      const tables = new Set(changed);
      changed.clear();
      void client.invalidateQueries({
        queryKey: ["tile", name],
        predicate: (query) => query.state.error !== null || readsAny((query.state.data as TileResult | undefined)?.tableVersions, tables),
      });
    };
    const stop = subscribe((event) => {
      if (event.name !== "asset" || !event.asset) return;
      changed.add(event.asset.replaceAll("/", "."));
      timer ??= window.setTimeout(flush, 1500);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [client, name, pinned, subscribe]);
}

function Board({ name, dashboard }: { name: string; dashboard: DashboardDetail }) {
  const [query, setQuery] = useSearchParams();
  const theme = useThemeName();
  const knownAt = query.get(knownName) ?? "";
  useRefresh(name, knownAt !== "");
  const values = useMemo(() => readParameters(dashboard.parameters, query), [dashboard.parameters, query]);
  const request = useMemo(() => ({ parameters: requestParameters(values), theme, ...(knownAt && { knownAt }) }), [values, theme, knownAt]);
  const onParameter = (parameter: DashboardParameter, value: ParameterValue) => setQuery((old) => writeParameter(old, parameter, value));
  const onKnownAt = useCallback(
    (next: string) =>
      setQuery((old) => {
        if (next) old.set(knownName, next);
        else old.delete(knownName);
        return old;
      }),
    [setQuery],
  );
  return (
    <>
      {dashboard.parameters.length > 0 && <div className="toolbar board-parameters" role="group" aria-label="Filters"><Parameters parameters={dashboard.parameters} values={values} onChange={onParameter} /></div>}
      <TimeBar versions={dashboard.knownAt?.versions ?? []} knownAt={knownAt} onChange={onKnownAt} />
      {dashboard.layout.length === 0 ? (
        <Empty icon={LayoutDashboard} title="This dashboard has no tile">Add tiles to its YAML file; this page shows them at once.</Empty>
      ) : (
        <div className="board-wrap"><div className="board">{dashboard.layout.map((tile) => <Tile key={tile.id} dashboard={name} tile={tile} request={request} enabled />)}</div></div>
      )}
    </>
  );
}

export default function DashboardPage() {
  const { name = "" } = useParams();
  const query = useDashboard(name);
  const client = useQueryClient();
  const dashboard = query.data;
  return (
    <Page
      title={dashboard?.title ?? name}
      heading={<><Link className="crumb" to="/dashboards">Dashboards</Link><span className="slash">/</span><h1>{dashboard?.title ?? name}</h1></>}
      actions={
        dashboard && (
          <>
            <button type="button" className="btn" onClick={() => copyText(window.location.href).then(() => toast("The link is copied, with its filters and time"), toastError)}><Link2 size={14} aria-hidden /> Share</button>
            <button type="button" className="btn" onClick={() => void client.invalidateQueries({ queryKey: ["tile", name] })}><RotateCw size={14} aria-hidden /> Refresh</button>
          </>
        )
      }
    >
      {dashboard ? <Board key={name} name={name} dashboard={dashboard} /> : query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <div className="board-wrap" style={{ height: 400 }}><SkeletonBlock /></div>}
    </Page>
  );
}
