/** What a command's exit code says; the runbook relies on it. */
export const EXIT = { done: 0, failed: 1, wrongUse: 2, refused: 3 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
