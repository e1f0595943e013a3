/**
 * Pictures in terminals that can show them: kitty's graphics protocol (kitty, Ghostty, Konsole) and iTerm2's inline
 * images (iTerm2, WezTerm). Whatever stands between, such as tmux, would print the bytes, so there none are shown.
 */
export type InlineProtocol = "kitty" | "iterm";

type Environment = Readonly<Record<string, string | undefined>>;

/** Rows of text that a picture takes. */
const rows = 8;
/** Characters that kitty reads at a time. */
const chunk = 4096;

/** By what terminals say of themselves; null when nothing is known, or nobody looks. */
export function inlineProtocol(
  environment: Environment = process.env,
  isTerminal: boolean = process.stdout.isTTY === true,
): InlineProtocol | null {
  const { TERM = "", TERM_PROGRAM = "", TMUX, KITTY_WINDOW_ID, KONSOLE_VERSION, LC_TERMINAL } = environment;
  if (!isTerminal || TMUX !== undefined || /^(dumb|screen|tmux)/.test(TERM)) return null;
  if (TERM_PROGRAM === "iTerm.app" || TERM_PROGRAM === "WezTerm" || LC_TERMINAL === "iTerm2") return "iterm";
  const speaksKitty = KITTY_WINDOW_ID !== undefined || KONSOLE_VERSION !== undefined;
  return speaksKitty || /kitty|ghostty/.test(TERM) || TERM_PROGRAM === "ghostty" ? "kitty" : null;
}

/** @param png the bytes of a PNG */
export function inlinePicture(png: Uint8Array, protocol: InlineProtocol): string {
  const text = Buffer.from(png).toString("base64");
  return protocol === "iterm" ? iterm(text, png.length) : kitty(text);
}

function iterm(text: string, bytes: number): string {
  return `\x1b]1337;File=inline=1;size=${bytes};height=${rows};preserveAspectRatio=1:${text}\x07\n`;
}

function kitty(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += chunk) {
    const what = at === 0 ? `a=T,f=100,q=2,r=${rows},` : "";
    const more = at + chunk < text.length ? 1 : 0;
    parts.push(`\x1b_G${what}m=${more};${text.slice(at, at + chunk)}\x1b\\`);
  }
  return `${parts.join("")}\n`;
}
