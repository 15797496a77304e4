/** This session's change token, fetched before the first change. */
let token: Promise<string> | undefined

/** Asks the backend to change something; throws its message if it refuses. */
export async function change<Answer>(
  path: string,
  request: { readonly method?: 'POST' | 'DELETE'; readonly body?: object } = {},
): Promise<Answer> {
  const { method = 'POST', body } = request
  token ??= fetch('/api/session')
    .then((answer) => answer.json() as Promise<{ changeToken: string }>)
    .then(({ changeToken }) => changeToken)
  const answer = await fetch(path, {
    method,
    headers: {
      'x-meridian-change': await token,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as Answer
  // The console may have been restarted with another secret.
  token = undefined
  throw new Error(sentenceIn(text))
}

function sentenceIn(text: string): string {
  try {
    return (JSON.parse(text) as { message: string }).message
  } catch {
    return text.trim() || 'The console did not answer.'
  }
}
