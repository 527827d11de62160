/** Three bars of a candlestick chart. */
export function Logo({ size = 18 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden>
      <path d="M3.5 3v12M9 1.500v13M14.500 5v11.500" stroke="var(--tx3)" strokeWidth="1.2" strokeLinecap="round" />
      <rect x="1.500" y="6" width="4" height="6" rx="0.8" fill="var(--up)" />
      <rect x="7" y="4" width="4" height="6.500" rx="0.8" fill="var(--acc)" />
      <rect x="12.500" y="8" width="4" height="5" rx="0.8" fill="var(--up)" />
    </svg>
  );
}
