// The icon of the page shows a dot while something waits for the owner.

export function show_waiting(waits: boolean): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const address = waits ? "/icon-waiting.svg" : "/icon.svg";
  if (icon && icon.getAttribute("href") !== address) icon.href = address;
}
