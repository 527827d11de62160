import { LayoutDashboard, Search } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { useDashboards } from "../api/queries";
import { score } from "../shell/find";
import { Page } from "../ui/Page";
import { Empty, Loaded, SkeletonBlock } from "../ui/States";
import "./dashboards.css";

export default function DashboardsPage() {
  const dashboards = useDashboards();
  const [asked, setAsked] = useState("");
  const shown = dashboards.data?.filter((each) => asked === "" || score(`${each.title} ${each.tags.join(" ")} ${each.description ?? ""}`, asked) >= 10);
  return (
    <Page title="Dashboards">
      <div className="toolbar" role="search">
        <span className="search">
          <Search size={14} aria-hidden />
          <input className="input" type="search" placeholder="Search dashboards" aria-label="Search dashboards" value={asked} onChange={(event) => setAsked(event.target.value)} />
        </span>
      </div>
      <div className="page-body">
        <Loaded
          query={{ ...dashboards, data: shown }}
          skeleton={<div className="board-list">{[1, 2, 3].map((each) => <SkeletonBlock key={each} height={116} />)}</div>}
          empty={<Empty icon={LayoutDashboard} title={asked ? "No dashboard is called that" : "No dashboard yet"}>{asked ? "Try fewer letters." : "A dashboard is a YAML file in the folder insight. Add one and this list shows it."}</Empty>}
        >
          {(list) => (
            <div className="board-list">
              {list.map((each) => (
                <Link key={each.name} to={`/dashboards/${encodeURIComponent(each.name)}`} className="card board-card">
                  <div className="row"><LayoutDashboard size={16} strokeWidth={1.75} aria-hidden style={{ color: "var(--acc)" }} /><h2>{each.title}</h2></div>
                  <p className="muted">{each.description}</p>
                  {each.problems?.slice(0, 3).map((problem, index) => <p key={index} className="dn">{[problem.line ? `Line ${problem.line}:` : "", problem.message, problem.hint].filter(Boolean).join(" ")}</p>)}
                  <div className="row wrap">{each.tags.map((tag) => <span key={tag} className="tag">{tag}</span>)}</div>
                </Link>
              ))}
            </div>
          )}
        </Loaded>
      </div>
    </Page>
  );
}
