/** What was awaited did not happen in time. */
class DeadlineExceededError extends Error {
  readonly code = 'MERIDIAN_API_TOOK_TOO_LONG'

  constructor(what: string, afterMs: number) {
    super(`${what} did not answer within ${afterMs} ms`)
    this.name = 'DeadlineExceededError'
  }
}

/** Waits so long and no longer; what comes after is dropped. */
export async function within<Result>(afterMs: number, what: string, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineExceededError(what, afterMs)), afterMs)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
    work.catch(() => {})
  }
}
