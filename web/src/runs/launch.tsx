import { createContext, lazy, Suspense, useContext, useMemo, useState, type ReactNode } from "react";
import type { KeyRange } from "./command";

const LaunchDialog = lazy(() => import("./LaunchDialog"));

export interface LaunchProposal {
  selection: string;
  /** The partitions to begin with. */
  range?: KeyRange;
  missing?: boolean;
}

const LaunchContext = createContext<(proposal: LaunchProposal) => void>(() => undefined);

export const useLaunchDialog = () => useContext(LaunchContext);

/** Any page may propose a launch; the dialog opens once, over everything. */
export function LaunchProvider({ children }: { children: ReactNode }) {
  const [proposal, setProposal] = useState<LaunchProposal | null>(null);
  const propose = useMemo(() => (next: LaunchProposal) => setProposal(next), []);
  return (
    <LaunchContext value={propose}>
      {children}
      {proposal && (
        <Suspense fallback={null}>
          <LaunchDialog proposal={proposal} onClose={() => setProposal(null)} />
        </Suspense>
      )}
    </LaunchContext>
  );
}
