/** What happened goes in the sentence, what to do in the remedy; `{name}` is filled from the details. */
export type ErrorRow = readonly [status: number, exit: number, sentence: string, remedy: string];
