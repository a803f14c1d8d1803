// The message files: every language says everything, with the parts that English has, and nothing stays English by
// accident.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const web = new URL("../../web/", import.meta.url);
// The bundler that Vite brings.
const { build } = createRequire(createRequire(new URL("package.json", web)).resolve("vite"))("esbuild");

const others = ["de", "es", "hi", "ar"];
/** The same in every language: names of programs, formats and addresses, and words that two languages share. */
const shared = new Set([
  "Blend", "English", "Deutsch", "Español", "हिन्दी", "العربية", "Maildir", "ntfy", "Gotify", "webhook", "blend open", "No", "no", "Chat", "Name", "Import", "Mail", "Text (Markdown)",
]);

let folder;
let en;
let read_pattern;
const messages = {};
const patterns = {};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "blend-messages-"));
  const entryPoints = ["en", ...others].map((language) => fileURLToPath(new URL(`src/messages/${language}.ts`, web)));
  entryPoints.push(fileURLToPath(new URL("src/pattern.ts", web)));
  await build({ entryPoints, outdir: folder, outbase: fileURLToPath(new URL("src", web)), bundle: true, format: "esm", outExtension: { ".js": ".mjs" }, logLevel: "error" });
  const made = (name) => import(pathToFileURL(join(folder, name)));
  ({ en } = await made("messages/en.mjs"));
  ({ read_pattern } = await made("pattern.mjs"));
  patterns.en = JSON.parse(await readFile(new URL("../schema/messages/en.json", web)));
  for (const language of others) ({ messages: messages[language], patterns: patterns[language] } = await made(`messages/${language}.mjs`));
});

after(() => rm(folder, { recursive: true, force: true }));

/** Every message by its path. */
function* leaves(part, path = "") {
  if (typeof part === "object" && part !== null)
    for (const [key, inner] of Object.entries(part)) yield* leaves(inner, path ? `${path}.${key}` : key);
  else yield [path, part];
}

/** The names of all parts, also of those within cases. */
function parts_of(pieces, found = new Set()) {
  for (const piece of pieces) {
    if (typeof piece === "string") continue;
    found.add(piece.name);
    for (const words of Object.values(piece.cases ?? {})) parts_of(words, found);
  }
  return found;
}

function* cases_of(pieces) {
  for (const piece of pieces) {
    if (piece.cases) yield piece;
    for (const words of Object.values(piece.cases ?? {})) yield* cases_of(words);
  }
}

/** What a message says besides its parts. */
const plain_text = (message) => (String(message).match(/(["`]).*?\1/gs) ?? []).join(" ").replace(/\$\{.*?\}/gs, "");

const has_words = (text) => /\p{L}{3}/u.test(text);

for (const language of others)
  describe(language, () => {
    test("has exactly the messages of English, each of the same kind", () => {
      const theirs = new Map(leaves(messages[language]));
      const missing = [...leaves(en)].filter(
        ([path, text]) => !theirs.has(path) && !is_an_example(path) && !shared.has(text),
      );
      assert.deepEqual(missing.map(([path]) => path), []);
      const ours = new Map(leaves(en));
      assert.deepEqual([...theirs.keys()].filter((path) => !ours.has(path)), []);
      for (const [path, text] of theirs) {
        assert.equal(typeof text, typeof ours.get(path), path);
        if (typeof text === "function") assert.ok(text.length <= ours.get(path).length, `${path} takes more than English gives`);
      }
    });

    test("leaves nothing English by accident", () => {
      const same = [...leaves(messages[language])].filter(([path, text]) => {
        const english = path.split(".").reduce((part, key) => part?.[key], en);
        if (typeof text === "function") return String(text) === String(english) && has_words(plain_text(text));
        return typeof text === "string" && text === english && has_words(text) && !shared.has(text);
      });
      assert.deepEqual(same, []);
    });

    test("has every sentence of the daemon, with the parts that English has", () => {
      assert.deepEqual(Object.keys(patterns[language]).sort(), Object.keys(patterns.en).sort());
      for (const [key, pattern] of Object.entries(patterns[language])) {
        const english = parts_of(read_pattern(patterns.en[key]));
        const own = parts_of(read_pattern(pattern));
        // A language may choose by another part than English: an ending, or a share told as a number.
        for (const name of ["ending", "percent", "share"]) english.delete(name), own.delete(name);
        assert.deepEqual([...own].sort(), [...english].sort(), key);
        if (/\p{L}{4}/u.test(pattern.replace(/\{[^}]*/g, ""))) assert.notEqual(pattern, patterns.en[key], key);
      }
    });

    test("has a word for every number, and for every choice", () => {
      const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
      for (const [key, pattern] of Object.entries(patterns[language])) {
        const english = [...cases_of(read_pattern(patterns.en[key]))];
        for (const { kind, name, cases } of cases_of(read_pattern(pattern))) {
          const has = Object.keys(cases).filter((each) => !each.startsWith("="));
          const exact = Object.keys(cases).filter((each) => each.startsWith("="));
          // What "=1" and "=2" say needs no "one" and "two" of its own.
          const needed = pluralCategories.filter(
            (each) => !((each === "one" && exact.includes("=1")) || (each === "two" && exact.includes("=2"))),
          );
          if (kind === "plural") for (const each of needed) assert.ok(has.includes(each), `${key} has no words for ${each}`);
          else assert.deepEqual(has.sort(), Object.keys(english.find((each) => each.name === name)?.cases ?? {}).sort(), key);
        }
      }
    });
  });

/** What may be typed as it stands: the quick log understands English. */
function is_an_example(path) {
  return /(^|\.)(example|command|command_at|servers)(\.|$)/.test(path);
}
