import { useEffect, type ReactNode } from "react";

/** The title of the browser tab follows the page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Wallstreet`;
  }, [title]);
}

export function Page({ title, heading, actions, children, fixed }: { title: string; heading?: ReactNode; actions?: ReactNode; children: ReactNode; fixed?: boolean }) {
  useTitle(title);
  return (
    <div className={`page${fixed ? " fixed" : ""}`}>
      <div className="page-head">
        {heading ?? <h1>{title}</h1>}
        <span className="sp" />
        {actions}
      </div>
      {children}
    </div>
  );
}

/** Text that can be copied with one click. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else throw new Error("This browser lets a page copy only over https or on localhost.");
}

/** Saves bytes that the page already has as a file. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 1000);
}
