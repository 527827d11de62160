import { Activity, CalendarClock, Database, LayoutDashboard, Monitor, Moon, Search, Sun, Terminal, Workflow, type LucideIcon } from "lucide-react";
import { Link, NavLink } from "react-router";
import { Segments } from "../ui/Segments";
import { setThemeChoice, useThemeChoice } from "../theme/theme";
import { useLive } from "./live";
import { Logo } from "./Logo";

const sections: { name: string; items: { to: string; label: string; icon: LucideIcon }[] }[] = [
  {
    name: "Pipelines",
    items: [
      { to: "/assets", label: "Assets", icon: Workflow },
      { to: "/runs", label: "Runs", icon: Activity },
      { to: "/schedules", label: "Schedules", icon: CalendarClock },
    ],
  },
  {
    name: "Data",
    items: [
      { to: "/catalog", label: "Catalog", icon: Database },
      { to: "/sql", label: "SQL", icon: Terminal },
    ],
  },
  { name: "Insight", items: [{ to: "/dashboards", label: "Dashboards", icon: LayoutDashboard }] },
];

function LiveSign() {
  const { state } = useLive();
  const [tone, text] = state === "live" ? ["ok", "Live"] : state === "waiting" ? ["wait", "Reconnecting…"] : ["", "Connecting…"];
  return (
    <div className={`live ${tone}`} role="status" title="Whether changes arrive by themselves">
      <i aria-hidden />
      <span className="word">{text}</span>
    </div>
  );
}

export function Nav({ onFind }: { onFind: () => void }) {
  const choice = useThemeChoice();
  return (
    <nav className="nav" aria-label="Main">
      <Link to="/assets" className="logo" aria-label="Wallstreet, to the assets">
        <Logo />
        <span className="word">Wallstreet</span>
      </Link>
      <button type="button" className="item find" onClick={onFind} aria-keyshortcuts="Control+K" title="Find anything (Ctrl+K)">
        <Search size={15} strokeWidth={1.75} aria-hidden />
        <span className="word">Find</span>
        <span className="sp word" />
        <kbd className="word">Ctrl K</kbd>
      </button>
      {sections.map((section) => (
        <div key={section.name} role="group" aria-label={section.name}>
          <div className="sec" aria-hidden>{section.name}</div>
          {section.items.map(({ to, label, icon: Icon }) => (
            <NavLink key={to} to={to} className={({ isActive }) => (isActive ? "item on" : "item")} title={label}>
              <Icon size={16} strokeWidth={1.75} aria-hidden />
              <span className="word">{label}</span>
            </NavLink>
          ))}
        </div>
      ))}
      <span className="sp" />
      <LiveSign />
      <div className="nav-theme">
        <Segments
          label="Theme"
          value={choice}
          onChange={setThemeChoice}
          options={[
            { value: "system", label: <Monitor size={14} aria-hidden />, name: "As the system" },
            { value: "light", label: <Sun size={14} aria-hidden />, name: "Light" },
            { value: "dark", label: <Moon size={14} aria-hidden />, name: "Dark" },
          ]}
        />
      </div>
    </nav>
  );
}
