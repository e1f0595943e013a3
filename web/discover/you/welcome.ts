/** Whether this browser was asked already what it likes. */
const shelf = "bowerbird-welcomed";

export function welcomed(): boolean {
  try {
    return localStorage.getItem(shelf) !== null;
  } catch {
    // A browser that keeps nothing is not asked at every visit.
    return true;
  }
}

export function dismissWelcome(): void {
  localStorage.setItem(shelf, "yes");
}
