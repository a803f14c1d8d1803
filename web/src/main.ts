import { mount } from "svelte";
import App from "./App.svelte";
import { appearance } from "./appearance.svelte";
import "./style.css";

appearance.apply();

mount(App, { target: document.getElementById("app")! });

// Only where the connection is private; elsewhere everything works but opening the pages while the daemon is away.
if (import.meta.env.PROD) void navigator.serviceWorker?.register("/sw.js").catch(() => undefined);
