/** The last words searched in this browser, newest first. */
const shelf = "bowerbird-recent-words";
const most = 6;

export function recentWords(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(shelf) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string").slice(0, most) : [];
  } catch {
    return [];
  }
}

export function rememberWords(words: string): void {
  const kept = [words, ...recentWords().filter((each) => each !== words)].slice(0, most);
  localStorage.setItem(shelf, JSON.stringify(kept));
}

/** One of them, or all. */
export function forgetWords(words: string | null): void {
  const kept = words === null ? [] : recentWords().filter((each) => each !== words);
  localStorage.setItem(shelf, JSON.stringify(kept));
}
