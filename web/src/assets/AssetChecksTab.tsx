import { ShieldCheck } from "lucide-react";
import { Link } from "react-router";
import { useAssetChecks } from "../api/queries";
import type { AssetCheck, AssetDetail, CheckResult } from "../api/types";
import { formatTime } from "../ui/format";
import { MetadataList } from "../ui/Metadata";
import { Empty, Loaded } from "../ui/States";
import { Status } from "../ui/Status";
import { Ago } from "../ui/Time";

export function outcome(result: CheckResult | null, severity: string): "passed" | "failed" | "warned" | "missing" {
  if (!result) return "missing";
  return result.passed ? "passed" : severity.toLowerCase().startsWith("warn") ? "warned" : "failed";
}

function History({ check }: { check: AssetCheck }) {
  if (check.history.length < 2) return null;
  const tone = { passed: "var(--up)", failed: "var(--dn)", warned: "var(--warn)", missing: "var(--line2)" };
  const past = check.history.slice(0, 40).reverse();
  return (
    <div className="row" style={{ gap: 2, alignItems: "flex-end", height: 18 }} role="img" aria-label={`The last ${past.length} results, ${past.filter((result) => result.passed).length} passed`}>
      {past.map((result, index) => <i key={index} title={`${formatTime(result.timestamp)}: ${outcome(result, check.severity)}`} style={{ width: 5, borderRadius: 1, height: result.passed ? 8 : 18, background: tone[outcome(result, check.severity)] }} />)}
    </div>
  );
}

export function AssetChecksTab({ asset }: { asset: AssetDetail }) {
  const query = useAssetChecks(asset.key);
  return (
    <Loaded query={query} empty={<Empty icon={ShieldCheck} title="This asset has no check">A check judges what was materialized. Add one with [Check] in C#, or in the SQL model.</Empty>}>
      {(checks) => (
        <div className="col">
          {checks.map((check) => (
            <section key={check.name} className="card" aria-label={`Check ${check.name}`}>
              <header>
                <Status status={outcome(check.last, check.severity)} word={check.last ? undefined : "not run yet"} />
                <h2 className="mono">{check.name}</h2>
                <span className="tag">{check.severity.toLowerCase()}</span>
                {check.blocking && <span className="tag" title="A failure stops what is downstream">blocking</span>}
                <span className="sp" />
                <History check={check} />
                {check.last && <span className="muted"><Ago at={check.last.timestamp} /></span>}
                {check.last?.runId && <Link className="mono" to={`/runs/${check.last.runId}`}>{check.last.runId.slice(0, 8)}</Link>}
              </header>
              <div className="in col">
                {check.description && <p className="muted">{check.description}</p>}
                {check.last?.message && <p className={check.last.passed ? "muted" : undefined}>{check.last.message}{check.last.partition && <span className="faint mono"> [{check.last.partition}]</span>}</p>}
                {check.last?.metadata && Object.keys(check.last.metadata).length > 0 && <MetadataList metadata={check.last.metadata} />}
              </div>
            </section>
          ))}
        </div>
      )}
    </Loaded>
  );
}
