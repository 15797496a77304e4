import type { NormalizedSchema } from '@smithy/core/schema'
import type { OperationSchema } from '../kernel/wire-service.ts'
import { MAX_DEPTH, MalformedError, tooDeep } from './malformed-error.ts'
import { scalarFromText, wireName } from './schema.ts'
import { escapeXml, structBody } from './xml.ts'

/** Parameters as a tree, by the parts of their names. */
interface Parameter {
  text?: string
  readonly parts: Map<string, Parameter>
}

/**
 * Decodes a form body of the Query protocol as the operation's input: `Filters.Filter.1.Values.Value.1=x` and so on. Throws
 * MalformedError for a value whose type differs from the schema's.
 */
export function decodeQuery(schema: NormalizedSchema, parameters: URLSearchParams): Record<string, unknown> {
  return (decodeMember(schema, treeOf(parameters)) ?? {}) as Record<string, unknown>
}

function treeOf(parameters: URLSearchParams): Parameter {
  const root: Parameter = { parts: new Map() }
  for (const [name, text] of parameters) {
    let parameter = root
    for (const part of name.split('.')) {
      const next = parameter.parts.get(part) ?? { parts: new Map() }
      parameter.parts.set(part, next)
      parameter = next
    }
    parameter.text ??= text
  }
  return root
}

function decodeMember(schema: NormalizedSchema, parameter: Parameter, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw tooDeep()
  const holdsParts = schema.isStructSchema() || schema.isListSchema() || schema.isMapSchema()
  if (!holdsParts) return parameter.text === undefined ? undefined : scalarFromText(schema, parameter.text)
  if (parameter.text) throw new MalformedError(`Unexpected value: ${parameter.text}`)
  if (schema.isStructSchema()) return decodeStruct(schema, parameter, depth)
  return schema.isListSchema() ? decodeList(schema, parameter, depth) : decodeMap(schema, parameter, depth)
}

function decodeStruct(schema: NormalizedSchema, { parts }: Parameter, depth: number): object {
  const members: Record<string, unknown> = {}
  for (const [memberName, member] of schema.structIterator()) {
    const part = parts.get(wireName(member, memberName))
    const value = part && decodeMember(member, part, depth + 1)
    if (value !== undefined) members[memberName] = value
  }
  return members
}

function decodeList(schema: NormalizedSchema, parameter: Parameter, depth: number): unknown[] {
  const element = schema.getValueSchema()
  return itemsOf(schema, parameter, wireName(element, 'member')).map((item) =>
    decodeMember(element, item, depth + 1),
  )
}

function decodeMap(schema: NormalizedSchema, parameter: Parameter, depth: number): Record<string, unknown> {
  const [keyName, valueName] = [
    wireName(schema.getKeySchema(), 'key'),
    wireName(schema.getValueSchema(), 'value'),
  ]
  return Object.fromEntries(
    itemsOf(schema, parameter, 'entry').map(({ parts }) => {
      const value = parts.get(valueName)
      const content = value && decodeMember(schema.getValueSchema(), value, depth + 1)
      return [parts.get(keyName)?.text ?? '', content ?? null]
    }),
  )
}

/** Numbered parts in order; RDS names its list elements, most other services use `member`, and clients send either. */
function itemsOf(schema: NormalizedSchema, parameter: Parameter, elementName: string): readonly Parameter[] {
  const { parts } = schema.getMergedTraits().xmlFlattened
    ? parameter
    : (parameter.parts.get(elementName) ?? parameter.parts.get('member') ?? parameter)
  return [...parts]
    .filter(([position]) => /^[1-9]\d*$/.test(position))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, item]) => item)
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

/** The error document shared by Query and REST-XML services. */
export function encodeXmlError(
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
