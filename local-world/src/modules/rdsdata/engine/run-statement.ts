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

export type Parameters = ReadonlyMap<string, Field | undefined>

/** The Data API's statement timeout. */
const ANSWER_WITHIN_MS = 45_000
/** `:name`, but not the `::type` of a cast. */
const PARAMETER = /(?<!:):([a-zA-Z_]\w*)/g

/** Runs one statement and returns its rows in PostgreSQL's text format. */
export async function runStatement(
  { port, database, username: user, password }: Session,
  sql: string,
  parameters: Parameters,
  withinMs = ANSWER_WITHIN_MS,
): Promise<pg.QueryArrayResult<(string | null)[]>> {
  const names: string[] = []
  const text = sql.replace(PARAMETER, (_, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
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
      values: names.map((name) => boundValue(parameters.get(name))),
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

function boundValue(field: Field | undefined): unknown {
  if (!field || field.isNull) return null
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? field.blobValue
}
