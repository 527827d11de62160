import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";

/** A button that opens a small menu; arrow keys move, Escape and a click outside close. */
export function Menu({ label, button, className = "btn ghost small icon", children }: { label: string; button: ReactNode; className?: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  return (
    <>
      <button ref={trigger} type="button" className={className} aria-label={label} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        {button}
      </button>
      {open && trigger.current && createPortal(<Popup anchor={trigger.current} label={label} close={close}>{children}</Popup>, document.body)}
    </>
  );
}

function Popup({ anchor, label, close, children }: { anchor: HTMLElement; label: string; close: () => void; children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const popup = element.current;
    if (!popup) return;
    const at = anchor.getBoundingClientRect();
    const fits = at.left + popup.offsetWidth <= window.innerWidth - 8;
    const left = fits ? at.left : Math.max(8, at.right - popup.offsetWidth);
    const below = at.bottom + 4;
    const top = below + popup.offsetHeight > window.innerHeight - 8 ? Math.max(8, at.top - popup.offsetHeight - 4) : below;
    popup.style.left = `${left}px`;
    popup.style.top = `${top}px`;
    popup.querySelector<HTMLElement>("button, a, input")?.focus();
  }, [anchor]);
  useEffect(() => {
    const outside = (event: MouseEvent) => {
      if (event.target instanceof Node && !element.current?.contains(event.target) && !anchor.contains(event.target)) close();
    };
    document.addEventListener("mousedown", outside);
    return () => document.removeEventListener("mousedown", outside);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const items = [...(element.current?.querySelectorAll<HTMLElement>("button, a, input") ?? [])];
    const index = items.indexOf(document.activeElement as HTMLElement);
    items[(index + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length]?.focus();
  };
  return (
    <div
      ref={element}
      className="menu"
      role="menu"
      aria-label={label}
      onKeyDown={onKeyDown}
      onClick={(event) => event.target instanceof Element && event.target.closest("[data-stay]") === null && event.target.closest("button, a") && close()}
    >
      {children}
    </div>
  );
}
