/** Told what a long measurement is doing; a tool never waits for it. */
export type OnProgress = (done: number, total: number, what: string) => void
