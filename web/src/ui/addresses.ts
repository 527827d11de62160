/**
 * The address of a table's page. The dots of its name become slashes, so that no part of the address looks like a file
 * name; a table's name has no slash of its own.
 */
export function tableAddress(name: string, at: { tab?: string; version?: number | string } = {}): string {
  const path = name.split(".").map(encodeURIComponent).join("/");
  const query = new URLSearchParams();
  if (at.tab) query.set("tab", at.tab);
  if (at.version !== undefined) {
    query.set("tab", at.tab ?? "preview");
    query.set("version", String(at.version));
  }
  const text = query.toString();
  return `/catalog/${path}${text ? `?${text}` : ""}`;
}

/** The table that an address (behind `/catalog/`) names. */
export const tableOfAddress = (path: string): string => path.split("/").filter(Boolean).join(".");
