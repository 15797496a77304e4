import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { ReadonlyCompiledQuery, ReadonlyKysely } from 'kysely/readonly'
import type { Statement } from './consistency/snapshot.ts'
import type { ServedResult } from './dialect/lease.ts'
import type { DatabaseIdentity } from './identity.ts'
import type { Reader, Writer } from './roles.ts'
import type { Schema } from './schema.ts'

/** A value and the server that it was read from. */
export interface Served<Value> {
  readonly value: Value
  readonly servedBy: DatabaseIdentity | undefined
  /** When the statement was sent: a round trip excludes the wait for a connection. */
  readonly sentAtMs?: number | undefined
}

/** A query that is built once and run with different parameters. */
export interface PreparedRead<Parameters, Row> {
  (reader: Reader, parameters: Parameters): Promise<Served<readonly Row[]>>
  /** The statement itself, for `Database.read`. */
  statement(parameters: Parameters): Statement
  /** Carries the row type only; never set. */
  readonly row?: Row
}

class Placeholder {
  readonly parameter: string
  constructor(parameter: string) {
    this.parameter = parameter
  }
}

/** Builds queries, never runs them. */
export const builder = new Kysely<Schema>({
  dialect: {
    createDriver: () => new DummyDriver(),
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  },
})

/**
 * Prepares a read: Kysely builds and compiles it on first use, later calls only fill in the parameters.
 *
 * ```ts
 * const bySlug = prepareRead((db, { slug }: { slug: string }) =>
 *   db.selectFrom('campaigns').select(['id', 'version']).where('slug', '=', slug))
 *
 * const { value: [campaign], servedBy } = await bySlug(reader, { slug: 'ioniq' })
 * ```
 *
 * The callback gets placeholders: it may pass parameters on, but not inspect them.
 */
export function prepareRead<Parameters extends object, Row>(
  build: (db: ReadonlyKysely<Schema>, parameters: Parameters) => Compilable<Row>,
): PreparedRead<Parameters, Row> {
  let compiled: CompiledQuery<Row> | undefined
  const compile = () => {
    compiled ??= build(builder as unknown as ReadonlyKysely<Schema>, standIns<Parameters>()).compile()
    return compiled
  }

  async function read(reader: Reader, parameters: Parameters): Promise<Served<readonly Row[]>> {
    const built = compile()
    const query = { ...built, parameters: fill(built.parameters, parameters) }
    // The driver adds the server to the result; Kysely passes it through.
    const result = (await reader.executeQuery(
      query as unknown as ReadonlyCompiledQuery<Row>,
    )) as unknown as ServedResult<Row>
    return { value: result.rows, servedBy: result.servedBy, sentAtMs: result.sentAtMs }
  }

  return Object.assign(read, {
    statement(parameters: Parameters): Statement {
      const { sql, parameters: slots } = compile()
      return { sql, parameters: fill(slots, parameters) }
    },
  })
}

/** Every property is a placeholder for its name. */
function standIns<Parameters extends object>(): Parameters {
  return new Proxy({} as Parameters, {
    get: (_, name) => (typeof name === 'string' ? new Placeholder(name) : undefined),
  })
}

function fill(parameters: readonly unknown[], values: object): unknown[] {
  const byName = values as Record<string, unknown>
  return parameters.map((parameter) =>
    parameter instanceof Placeholder ? byName[parameter.parameter] : parameter,
  )
}

/** Runs a query built for the writer and keeps the server's identity, which Kysely's own `execute` drops. */
export async function executeServed<Row>(
  writer: Writer,
  query: Compilable<Row>,
): Promise<Served<readonly Row[]>> {
  const result: ServedResult<Row> = await writer.executeQuery(query.compile())
  return { value: result.rows, servedBy: result.servedBy }
}
