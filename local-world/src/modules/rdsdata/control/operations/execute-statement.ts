import type {
  ExecuteStatementRequest,
  ExecuteStatementResponse,
  Field,
  SqlParameter,
} from '@aws-sdk/client-rds-data'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import { type Login, runStatement } from '../../engine/run-statement.ts'
import { numberParameters } from '../../model/named-parameters.ts'
import type { RdsDataControl } from '../context.ts'
import { toColumn, toField, toJson } from '../fields.ts'

/** PostgreSQL's message. */
const SEVERAL_STATEMENTS = 'cannot insert multiple commands into a prepared statement'

/** Runs one statement in its own session, as the user in the secret. */
export const executeStatement =
  ({ serverOf, secretString }: RdsDataControl) =>
  async (input: ExecuteStatementRequest, _context: WireContext): Promise<ExecuteStatementResponse> => {
    const { resourceArn = '', secretArn = '', sql = '', database = 'postgres' } = input
    if (input.transactionId !== undefined)
      throw refused('Transactions over HTTP are not implemented in the local world')
    const server = serverOf(resourceArn)
    if (!server) throw refused(`HttpEndpoint is not enabled for resource ${resourceArn}`)
    const login = parseLogin(secretString(secretArn))
    const { text, names } = numberParameters(sql)
    const values = valuesOf(names, input.parameters)
    const result = await runStatement({ ...server, ...login, database }, text, values).catch(
      (error: Error) => {
        if (error.message === SEVERAL_STATEMENTS) throw refused("Multistatements aren't supported.")
        throw new AwsError('DatabaseErrorException', error.message)
      },
    )
    const columns = result.fields.map(toColumn)
    return {
      numberOfRecordsUpdated: result.command === 'SELECT' ? 0 : (result.rowCount ?? 0),
      ...(input.includeResultMetadata && { columnMetadata: columns }),
      ...(input.formatRecordsAs === 'JSON'
        ? { formattedRecords: JSON.stringify(result.rows.map((row) => toJson(row, result.fields))) }
        : { records: result.rows.map((row) => row.map((value, at) => toField(value, result.fields[at]))) }),
    }
  }

const refused = (message: string) => new AwsError('BadRequestException', message)

/** The values in the order of the names. */
function valuesOf(names: readonly string[], parameters: readonly SqlParameter[] = []): readonly Field[] {
  const given = new Map(parameters.map(({ name, value }) => [name, value]))
  return names.map((name) => {
    const value = given.get(name)
    if (value === undefined) throw refused(`Cannot find parameter: ${name}`)
    return value
  })
}

function parseLogin(text: string): Login {
  try {
    const { username, password } = JSON.parse(text) as Partial<Login>
    if (typeof username === 'string' && typeof password === 'string') return { username, password }
  } catch {
    // Refused below.
  }
  throw refused('The secret is no JSON object with the texts "username" and "password"')
}
