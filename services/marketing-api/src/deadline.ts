/** The awaited work did not finish in time. */
class DeadlineExceededError extends Error {
  readonly code = 'MERIDIAN_API_TOOK_TOO_LONG'

  constructor(what: string, afterMs: number) {
    super(`${what} did not answer within ${afterMs} ms`)
    this.name = 'DeadlineExceededError'
  }
}

/** Waits for the work up to a deadline; a later result is dropped. */
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
