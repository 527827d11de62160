import { lazy, Suspense, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { useAssetGraph, useAssets } from "../api/queries";
import type { AssetDetail } from "../api/types";
import { Loaded, SkeletonBlock } from "../ui/States";
import { Segments } from "../ui/Segments";

const GraphView = lazy(() => import("./GraphView"));

type Reach = "1" | "2" | "all";

/** The selection of an asset with its neighbours as far as asked. */
export function neighbourhood(key: string, reach: Reach): string {
  return reach === "all" ? `+${key}+` : `${reach}+${key}+${reach}`;
}

export function Lineage({ asset }: { asset: AssetDetail }) {
  const [reach, setReach] = useState<Reach>("1");
  const graph = useAssetGraph(neighbourhood(asset.key, reach));
  const assets = useAssets().data;
  const navigate = useNavigate();
  const byKey = useMemo(() => new Map((assets ?? []).map((each) => [each.key, each])), [assets]);
  const selected = useMemo(() => new Set([asset.key]), [asset.key]);
  return (
    <section className="card" style={{ flex: 1 }}>
      <header>
        <h2>Lineage</h2>
        <span className="faint">{asset.upstreams.length} upstream, {asset.downstreams.length} downstream</span>
        <span className="sp" />
        <Segments label="How far" value={reach} onChange={setReach} options={[{ value: "1", label: "1 step" }, { value: "2", label: "2 steps" }, { value: "all", label: "All" }]} />
      </header>
      <div style={{ height: "max(380px, calc(100vh - 260px))" }}>
        <Loaded query={graph} skeleton={<SkeletonBlock />}>
          {(data) => (
            <Suspense fallback={<SkeletonBlock />}>
              <GraphView key={data.nodes.map((node) => node.key).join()} graph={data} assets={byKey} selected={selected} onSelect={(key) => key !== asset.key && void navigate(`/assets/${key}?tab=lineage`)} />
            </Suspense>
          )}
        </Loaded>
      </div>
    </section>
  );
}
