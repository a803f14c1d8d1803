import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The daemon embeds what is built here. Names without hashes let CMake say what it makes; the daemon's ETags keep
// browsers from showing an old one. Nothing is inlined, for the page's policy allows no inline code and no inline style.
export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: { entryFileNames: "app.js", chunkFileNames: "[name].js", assetFileNames: "app[extname]" },
    },
  },
});
