import { useEffect, useState } from 'preact/hooks'

/** What the backend reports once about itself. */
export interface Session {
  readonly target: 'local' | 'aws'
  /** Names of the site that can be resolved. */
  readonly names: readonly string[]
}

export function useSession(): Session | undefined {
  const [session, setSession] = useState<Session>()
  useEffect(() => {
    void fetch('/api/session')
      .then((answer) => answer.json() as Promise<Session>)
      .then(setSession)
      .catch(() => setSession(undefined))
  }, [])
  return session
}
