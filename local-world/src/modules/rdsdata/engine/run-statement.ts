import type { Field } from '@aws-sdk/client-rds-data'
import pg from 'pg'

export interface Login {
  readonly username: string
  readonly password: string
}

export interface Session extends Login {
  readonly port: number
  readonly database: string
}

/** The Data API's statement timeout. */
const ANSWER_WITHIN_MS = 45_000

/** Runs one statement, with a value for each `$1`, `$2`, …; returns its rows in PostgreSQL's text format. */
export async function runStatement(
  { port, database, username: user, password }: Session,
  text: string,
  values: readonly Field[],
  withinMs = ANSWER_WITHIN_MS,
): Promise<pg.QueryArrayResult<(string | null)[]>> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    database,
    user,
    password,
    query_timeout: withinMs,
    // A frozen server accepts connections and never answers.
    connectionTimeoutMillis: withinMs,
    // RDS's own hop to the server; the certificate names the endpoint, not this machine.
    ssl: { rejectUnauthorized: false },
  })
  client.on('error', () => {})
  await client.connect()
  try {
    const query: pg.QueryArrayConfig & { readonly queryMode: 'extended' } = {
      text,
      values: values.map(boundValue),
      rowMode: 'array',
      // The server refuses several statements before it runs the first.
      queryMode: 'extended',
      types: { getTypeParser: () => (value: string) => value },
    }
    return await client.query(query)
  } finally {
    // Not waited for: a server that froze after its answer would never close its end.
    void client.end().catch(() => {})
  }
}

function boundValue(field: Field): unknown {
  if (field.isNull) return null
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? field.blobValue
}
