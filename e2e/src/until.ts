const POLL_MS = 50

/**
 * Waits until a question has the answer that is looked for, and returns it. Its error says what was awaited, for how
 * long, and the last thing seen.
 */
export async function until<Answer>(
  awaited: string,
  ask: () => Promise<Answer> | Answer,
  isAnswer: (answer: Answer) => boolean,
  withinMs = 15_000,
): Promise<Answer> {
  const deadlineMs = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (isAnswer(answer)) return answer
    if (performance.now() > deadlineMs)
      throw new Error(`Waited ${withinMs} ms for ${awaited}; last seen: ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
