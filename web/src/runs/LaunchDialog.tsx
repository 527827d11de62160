import { Copy, Play, TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import { useNavigate } from "react-router";
import { ApiError } from "../api/client";
import { useAssetGraph, useAssetPartitions, useAssets, useLaunch } from "../api/queries";
import type { LaunchRequest } from "../api/types";
import { Dialog } from "../ui/Dialog";
import { formatCount, plural } from "../ui/format";
import { copyText } from "../ui/Page";
import { Segments } from "../ui/Segments";
import { toast, toastError } from "../ui/Toasts";
import { commandLine, missingRuns, parseTags } from "./command";
import type { LaunchProposal } from "./launch";

type Mode = "all" | "missing" | "single" | "range";

function useSelected(selection: string) {
  const graph = useAssetGraph(selection);
  const assets = useAssets().data;
  const chosen = new Set(graph.data?.nodes.map((node) => node.key));
  const selected = (assets ?? []).filter((asset) => chosen.has(asset.key));
  return { graph, selected };
}

export default function LaunchDialog({ proposal, onClose }: { proposal: LaunchProposal; onClose: () => void }) {
  const [selection, setSelection] = useState(proposal.selection);
  const [mode, setMode] = useState<Mode>(proposal.range ? (proposal.range.from === proposal.range.to ? "single" : "range") : proposal.missing ? "missing" : "all");
  const [from, setFrom] = useState(proposal.range?.from ?? "");
  const [to, setTo] = useState(proposal.range?.to ?? "");
  const [launcher, setLauncher] = useState("");
  const [tagText, setTagText] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const listId = useId();
  const launch = useLaunch();
  const navigate = useNavigate();
  const { graph, selected } = useSelected(selection.trim() || "*");
  const partitioned = selected.filter((asset) => asset.partitions !== null);
  const leader = partitioned[0];
  const partitions = useAssetPartitions(leader?.key ?? "", leader !== undefined);
  const pages = partitions.data?.pages ?? [];
  const known = pages.flatMap((page) => page.keys);
  const missing = missingRuns(pages[0]?.ranges ?? []);
  const { tags, wrong } = parseTags(tagText);

  const requests = requestsOf();
  const first = requests[0];
  const incomplete = selection.trim() === "" || wrong !== null || requests.length === 0 || graph.error !== null;

  function requestsOf(): LaunchRequest[] {
    const common = { selection: selection.trim(), ...(launcher && { launcher }), ...(Object.keys(tags).length > 0 && { tags }) };
    if (!leader || mode === "all") return [common];
    if (mode === "single") return from.trim() ? [{ ...common, partition: from.trim() }] : [];
    if (mode === "range") return from.trim() && to.trim() ? [{ ...common, partitions: { from: from.trim(), to: to.trim() } }] : [];
    return missing.map((range) => ({ ...common, partitions: range }));
  }

  const submit = async () => {
    if (incomplete || busy) return;
    setBusy(true);
    setError(null);
    try {
      let last: { id: string } | undefined;
      for (const request of requests) last = await launch.mutateAsync(request);
      toast(requests.length === 1 ? "The run is queued" : `${requests.length} runs are queued`);
      onClose();
      void navigate(requests.length === 1 && last ? `/runs/${last.id}` : "/runs");
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };

  const selectionError = graph.error instanceof ApiError ? graph.error : null;
  return (
    <Dialog
      title="Materialize"
      onClose={onClose}
      onSubmit={() => void submit()}
      footer={
        <>
          <span className="muted" style={{ marginRight: "auto" }}>{requests.length > 1 ? plural(requests.length, "run") : ""}</span>
          <button type="button" className="btn" onClick={onClose}>Cancel</button>
          <button type="submit" className="btn primary" disabled={incomplete || busy}>
            <Play size={14} aria-hidden /> {busy ? "Launching…" : "Launch"}
          </button>
        </>
      }
    >
      <label className="field">
        <span>Assets</span>
        <input className={`input mono${selectionError ? " bad" : ""}`} value={selection} onChange={(event) => setSelection(event.target.value)} spellCheck={false} autoFocus={proposal.selection === ""} placeholder="gold/*, +silver/daily_bars, group:gold" />
        {selectionError ? (
          <span className="dn" role="alert">{selectionError.message}</span>
        ) : (
          <span className="faint">
            {plural(selected.length, "asset")}
            {selected.length > 0 && selected.length <= 4 && `: ${selected.map((asset) => asset.key).join(", ")}`}
          </span>
        )}
      </label>

      {leader && (
        <div className="field" role="group" aria-labelledby={`${listId}-legend`}>
          <span id={`${listId}-legend`}>Partitions ({leader.partitions?.kind}, {formatCount(leader.partitions?.count)})</span>
          <div>
            <Segments
              label="Partitions"
              value={mode}
              onChange={setMode}
              options={[
                { value: "all", label: "All" },
                { value: "missing", label: "All missing" },
                { value: "single", label: "One" },
                { value: "range", label: "Range" },
              ]}
            />
          </div>
          {(mode === "single" || mode === "range") && (
            <div className="row" style={{ marginTop: 4 }}>
              <input className="input mono" list={listId} aria-label={mode === "single" ? "Partition" : "From partition"} placeholder={known[0]?.key ?? "first"} value={from} onChange={(event) => setFrom(event.target.value)} style={{ flex: 1 }} />
              {mode === "range" && (
                <>
                  <span className="faint">to</span>
                  <input className="input mono" list={listId} aria-label="To partition" placeholder={known[known.length - 1]?.key ?? "last"} value={to} onChange={(event) => setTo(event.target.value)} style={{ flex: 1 }} />
                </>
              )}
              <datalist id={listId}>{known.slice(0, 500).map((entry) => <option key={entry.key} value={entry.key} />)}</datalist>
            </div>
          )}
          {mode === "missing" && (
            <span className="faint">
              {partitions.isPending ? "Looking for what is missing…" : missing.length === 0 ? `Nothing is missing in ${leader.key}.` : `Missing in ${leader.key}: ${missing.map((range) => (range.from === range.to ? range.from : `${range.from}..${range.to}`)).join(", ")}`}
            </span>
          )}
        </div>
      )}

      <div style={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 16 }}>
        <label className="field">
          <span>Launcher</span>
          <select className="input" value={launcher} onChange={(event) => setLauncher(event.target.value)}>
            <option value="">As configured</option>
            <option value="inprocess">In this process</option>
            <option value="process">In worker processes</option>
          </select>
        </label>
        <label className="field">
          <span>Tags</span>
          <input className={`input${wrong ? " bad" : ""}`} placeholder="reason=backfill, owner=me" value={tagText} onChange={(event) => setTagText(event.target.value)} />
          {wrong && <span className="dn" role="alert">“{wrong}” is not key=value</span>}
        </label>
      </div>

      {first && (
        <div className="field">
          <span>The same on the command line</span>
          <div className="row note" style={{ alignItems: "center" }}>
            <code style={{ flex: 1, overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>{requests.map(commandLine).join("\n")}</code>
            <button type="button" className="btn ghost small icon" aria-label="Copy the command" onClick={() => copyText(requests.map(commandLine).join("\n")).then(() => toast("Copied"), toastError)}>
              <Copy size={14} aria-hidden />
            </button>
          </div>
        </div>
      )}
      {error !== null && (
        <div className="note bad" role="alert">
          <TriangleAlert size={15} aria-hidden />
          <div>
            {error instanceof ApiError ? <><b>{error.title}</b> {error.detail} {error.hint}</> : String(error)}
          </div>
        </div>
      )}
    </Dialog>
  );
}
