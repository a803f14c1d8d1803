// How the pages look on this device: light or dark, how much contrast, how large the text.
//
// The style sheets ask the device for its wishes; where the owner chose otherwise here, those questions are answered
// for them. That is done before anything is drawn.

export type Theme = "system" | "light" | "dark";
export type Contrast = "system" | "more";
export const text_sizes = ["100", "115", "130", "150"] as const; // percent
export type TextSize = (typeof text_sizes)[number];

const keys = { theme: "blend.theme", contrast: "blend.contrast", size: "blend.text" };
const always = "(min-width: 0px)";
const never = "(max-width: 0px)";

const one_of = <T extends string>(key: string, choices: readonly T[]): T =>
  choices.find((each) => each === localStorage.getItem(key)) ?? choices[0]!;

class Appearance {
  theme = $state(one_of<Theme>(keys.theme, ["system", "light", "dark"]));
  contrast = $state(one_of<Contrast>(keys.contrast, ["system", "more"]));
  size = $state(one_of<TextSize>(keys.size, text_sizes));
  #asked = new Map<MediaList, string>(); // what the style sheets asked before they were answered

  set(choice: { theme?: Theme; contrast?: Contrast; size?: TextSize }): void {
    Object.assign(this, choice);
    localStorage.setItem(keys.theme, this.theme);
    localStorage.setItem(keys.contrast, this.contrast);
    localStorage.setItem(keys.size, this.size);
    this.apply();
  }

  apply(): void {
    const { style } = document.documentElement;
    style.fontSize = this.size === "100" ? "" : `${this.size}%`;
    style.colorScheme = this.theme === "system" ? "" : this.theme;
    for (const media of this.#questions()) {
      const asked = this.#asked.get(media) ?? media.mediaText;
      this.#asked.set(media, asked);
      const answered = this.#answered(asked);
      if (media.mediaText !== answered) media.mediaText = answered;
    }
    for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")) {
      meta.dataset.asked ??= meta.media;
      meta.media = this.#answered(meta.dataset.asked);
    }
  }

  #answered(asked: string): string {
    if (this.contrast === "more") asked = asked.replaceAll("(prefers-contrast: more)", always);
    if (this.theme === "system") return asked;
    const dark = this.theme === "dark";
    return asked
      .replaceAll("(prefers-color-scheme: dark)", dark ? always : never)
      .replaceAll("(prefers-color-scheme: light)", dark ? never : always);
  }

  /** Of every style sheet, those that the owner can answer. */
  #questions(): MediaList[] {
    const found = (rules: CSSRuleList): MediaList[] =>
      [...rules].flatMap((rule) => (rule instanceof CSSMediaRule ? [rule.media, ...found(rule.cssRules)] : []));
    return [...document.styleSheets]
      .flatMap(({ cssRules }) => found(cssRules))
      .filter((media) => this.#asked.has(media) || /prefers-(color-scheme|contrast)/.test(media.mediaText));
  }
}

export const appearance = new Appearance();
