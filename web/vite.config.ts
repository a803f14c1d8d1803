import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

/** Makes sw.js, which names every other file of the dashboard and changes whenever one of them does. */
function worker(): Plugin {
  const named = (path: string) => new URL(path, import.meta.url);
  return {
    name: "worker",
    apply: "build",
    enforce: "post",
    // How the pages look is settled by the script: nothing is drawn before, or it would flash.
    transformIndexHtml: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
    generateBundle(_, bundle) {
      const hash = createHash("sha256");
      const files = ["/"];
      for (const [name, file] of Object.entries(bundle).sort()) {
        hash.update(file.type === "chunk" ? file.code : file.source);
        if (name !== "index.html") files.push(`/${name}`);
      }
      for (const name of readdirSync(named("public")).sort()) {
        hash.update(readFileSync(named(`public/${name}`)));
        files.push(`/${name}`);
      }
      const source = readFileSync(named("sw.js"), "utf8")
        .replace("/* FILES */", files.map((file) => JSON.stringify(file)).join(", "))
        .replace("/* VERSION */", hash.digest("hex").slice(0, 16));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

// The daemon embeds what is built here. Names without hashes let CMake say what it makes; the daemon's ETags keep
// browsers from showing an old one. Nothing is inlined, for the page's policy allows no inline code and no inline style.
export default defineConfig({
  plugins: [svelte(), worker()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        entryFileNames: "app.js",
        chunkFileNames: "[name].js",
        assetFileNames: "app[extname]",
        // A page that stayed open over an update may meet a newer part: names that do not fit must be noticed.
        minifyInternalExports: false,
      },
    },
  },
});
