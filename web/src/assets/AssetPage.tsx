import { Play, Table2, TriangleAlert } from "lucide-react";
import { lazy, Suspense, type ReactNode } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { useAsset } from "../api/queries";
import type { AssetDetail } from "../api/types";
import { useLaunchDialog } from "../runs/launch";
import { Page } from "../ui/Page";
import { Failure, Skeleton } from "../ui/States";
import { Status, Synthetic } from "../ui/Status";
import { TabPanel, Tabs, type Tab } from "../ui/Tabs";
import { Materializations } from "./Materializations";
import { MetadataSeries } from "./MetadataSeries";
import { Overview } from "./Overview";
import { AssetChecksTab } from "./AssetChecksTab";
import { Lineage } from "./Lineage";
import { Partitions } from "./Partitions";
import "./assets.css";
import { tableAddress } from "../ui/addresses";

const SourceView = lazy(() => import("../sql/SourceView"));

function Code({ asset }: { asset: AssetDetail }) {
  const { source } = asset;
  if (!source) return <p className="muted">The program does not know where this asset is written.</p>;
  return (
    <div className="card">
      <header><span className="mono">{source.file}:{source.line}</span><span className="sp" /><span className="tag">{source.language}</span>{asset.codeVersion && <span className="tag">code version {asset.codeVersion}</span>}</header>
      <Suspense fallback={<Skeleton />}><SourceView text={source.text} language={source.language} firstLine={source.line} /></Suspense>
    </div>
  );
}

function tabsOf(asset: AssetDetail): (Tab & { body: () => ReactNode })[] {
  const checks = asset.checks.passed + asset.checks.failed + asset.checks.warned;
  return [
    { id: "overview", label: "Overview", body: () => <Overview asset={asset} /> },
    ...(asset.partitions ? [{ id: "partitions", label: "Partitions", count: asset.partitions.count.toLocaleString("en-US"), body: () => <Partitions asset={asset} /> }] : []),
    { id: "materializations", label: "Materializations", body: () => <Materializations asset={asset} /> },
    { id: "checks", label: "Checks", count: checks || undefined, body: () => <AssetChecksTab asset={asset} /> },
    { id: "metadata", label: "Over time", body: () => <MetadataSeries asset={asset} /> },
    { id: "lineage", label: "Lineage", body: () => <Lineage asset={asset} /> },
    { id: "code", label: "Code", body: () => <Code asset={asset} /> },
  ];
}

function Body({ asset }: { asset: AssetDetail }) {
  const [parameters, setParameters] = useSearchParams();
  const tabs = tabsOf(asset);
  const current = tabs.find((tab) => tab.id === parameters.get("tab")) ?? tabs[0]!;
  return (
    <>
      <Tabs label={`About ${asset.key}`} tabs={tabs} current={current.id} onChange={(id) => setParameters(id === "overview" ? {} : { tab: id }, { replace: true })} />
      <TabPanel id={current.id}>{current.body()}</TabPanel>
    </>
  );
}

export function StaleNote({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <div className="note care">
      <TriangleAlert size={15} aria-hidden />
      <div>
        <b>Stale</b>
        <ul style={{ margin: "2px 0 0", paddingLeft: 18 }}>{reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
      </div>
    </div>
  );
}

export default function AssetPage() {
  const key = useParams()["*"] ?? "";
  const query = useAsset(key);
  const launch = useLaunchDialog();
  const asset = query.data;
  return (
    <Page
      title={key}
      heading={
        <>
          <Link className="crumb" to="/assets">Assets</Link><span className="slash">/</span>
          <h1 className="mono" style={{ fontSize: 14 }}>{key}</h1>
          {asset && <Status status={asset.status} />}
          {asset?.synthetic && <Synthetic tags={asset.tags} />}
        </>
      }
      actions={
        asset && (
          <>
            {asset.tableName && <Link className="btn" to={tableAddress(asset.tableName)}><Table2 size={14} aria-hidden /> {asset.tableName}</Link>}
            <button type="button" className="btn primary" onClick={() => launch({ selection: asset.key })}><Play size={14} aria-hidden /> Materialize…</button>
          </>
        )
      }
    >
      {asset ? <Body key={key} asset={asset} /> : query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Skeleton rows={10} />}
    </Page>
  );
}
