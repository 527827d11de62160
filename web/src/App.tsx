import { lazy, Suspense, useEffect, useState } from "react";
import { Link, Navigate, Route, Routes, useLocation } from "react-router";
import { onUnauthorized } from "./api/client";
import { useStatus } from "./api/queries";
import { LaunchProvider } from "./runs/launch";
import { Banner } from "./shell/Banner";
import { CommandPalette } from "./shell/CommandPalette";
import { ErrorBoundary } from "./shell/ErrorBoundary";
import { LiveProvider } from "./shell/live";
import { Login } from "./shell/Login";
import { Nav } from "./shell/Nav";
import { Page } from "./ui/Page";
import { Empty, Skeleton } from "./ui/States";
import { Toasts } from "./ui/Toasts";

const AssetsPage = lazy(() => import("./assets/AssetsPage"));
const AssetPage = lazy(() => import("./assets/AssetPage"));
const RunsPage = lazy(() => import("./runs/RunsPage"));
const RunPage = lazy(() => import("./runs/RunPage"));
const SchedulesPage = lazy(() => import("./schedules/SchedulesPage"));
const CatalogPage = lazy(() => import("./catalog/CatalogPage"));
const TablePage = lazy(() => import("./catalog/TablePage"));
const SqlPage = lazy(() => import("./sql/SqlPage"));
const DashboardsPage = lazy(() => import("./dashboards/DashboardsPage"));
const DashboardPage = lazy(() => import("./dashboards/DashboardPage"));

function NotFound() {
  return (
    <Page title="Not found">
      <Empty title="There is no such page" actions={<Link className="btn" to="/assets">To the assets</Link>}>
        The address may be old. Ctrl+K finds every asset, table and dashboard.
      </Empty>
    </Page>
  );
}

function Shell() {
  const [finding, setFinding] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setFinding((open) => !open);
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <div className="app">
      <a className="skip" href="#content">Skip to the content</a>
      <Nav onFind={() => setFinding(true)} />
      <main id="content" tabIndex={-1}>
        <Banner />
        <ErrorBoundary name={pathname}>
          <Suspense fallback={<Skeleton />}>
            <Routes>
              <Route path="/" element={<Navigate to="/assets" replace />} />
              <Route path="/login" element={<Navigate to="/assets" replace />} />
              <Route path="/assets" element={<AssetsPage />} />
              <Route path="/assets/*" element={<AssetPage />} />
              <Route path="/runs" element={<RunsPage />} />
              <Route path="/runs/:id" element={<RunPage />} />
              <Route path="/schedules" element={<SchedulesPage />} />
              <Route path="/catalog" element={<CatalogPage />} />
              <Route path="/catalog/*" element={<TablePage />} />
              <Route path="/sql" element={<SqlPage />} />
              <Route path="/dashboards" element={<DashboardsPage />} />
              <Route path="/dashboards/:name" element={<DashboardPage />} />
              <Route path="*" element={<NotFound />} />
            </Routes>
          </Suspense>
        </ErrorBoundary>
      </main>
      {finding && <CommandPalette onClose={() => setFinding(false)} />}
    </div>
  );
}

export function App() {
  const [refused, setRefused] = useState(false);
  useEffect(() => onUnauthorized(() => setRefused(true)), []);
  const status = useStatus().data;
  if (refused || (status?.authRequired && status.authenticated === false)) return <Login onDone={() => setRefused(false)} />;
  return (
    <LiveProvider>
      <LaunchProvider>
        <Shell />
        <Toasts />
      </LaunchProvider>
    </LiveProvider>
  );
}
