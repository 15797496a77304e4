import type { NormalizedSchema } from '@smithy/core/schema'
import type { OperationSchema } from '../kernel/wire-service.ts'
import { scalarFromText, wireName } from './schema.ts'
import { escapeXml, structBody } from './xml.ts'

/** A form body of the Query protocol as the operation's input: `Filters.Filter.1.Values.Value.1=x` and the like. */
export function decodeQuery(schema: NormalizedSchema, parameters: URLSearchParams): Record<string, unknown> {
  return (decodeMember(schema, parameters, '') ?? {}) as Record<string, unknown>
}

function decodeMember(schema: NormalizedSchema, parameters: URLSearchParams, path: string): unknown {
  if (schema.isStructSchema()) return decodeStruct(schema, parameters, path)
  if (schema.isListSchema()) return decodeList(schema, parameters, path)
  const text = parameters.get(path)
  return text === null ? undefined : scalarFromText(schema, text)
}

function decodeStruct(schema: NormalizedSchema, parameters: URLSearchParams, path: string): unknown {
  const members: Record<string, unknown> = {}
  for (const [memberName, member] of schema.structIterator()) {
    const name = wireName(member, memberName)
    const value = decodeMember(member, parameters, path ? `${path}.${name}` : name)
    if (value !== undefined) members[memberName] = value
  }
  return path !== '' && Object.keys(members).length === 0 ? undefined : members
}

function decodeList(schema: NormalizedSchema, parameters: URLSearchParams, path: string): unknown {
  const element = schema.getValueSchema()
  // RDS names its list elements, most other services say `member`, and clients of some ages send either.
  const prefixes = schema.getMergedTraits().xmlFlattened
    ? [path]
    : [`${path}.${wireName(element, 'member')}`, `${path}.member`]
  const prefix = prefixes.find((candidate) => hasParameterUnder(parameters, `${candidate}.1`))
  if (prefix === undefined) return undefined
  const values: unknown[] = []
  while (hasParameterUnder(parameters, `${prefix}.${values.length + 1}`))
    values.push(decodeMember(element, parameters, `${prefix}.${values.length + 1}`))
  return values
}

function hasParameterUnder(parameters: URLSearchParams, path: string): boolean {
  for (const key of parameters.keys()) if (key === path || key.startsWith(`${path}.`)) return true
  return false
}

export function encodeQueryResult(
  operation: OperationSchema,
  output: object,
  namespace: string,
  requestId: string,
): string {
  const body = operation.output.isStructSchema()
    ? structBody(operation.output, output as Record<string, unknown>)
    : ''
  return (
    `<${operation.name}Response xmlns="${namespace}"><${operation.name}Result>${body}</${operation.name}Result>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`
  )
}

/** The error document that Query and REST-XML services share. */
export function encodeXmlFault(
  code: string,
  message: string,
  status: number,
  namespace: string,
  requestId: string,
): string {
  const type = status < 500 ? 'Sender' : 'Receiver'
  return (
    `<?xml version="1.0"?><ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${escapeXml(code)}</Code>` +
    `<Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
  )
}
