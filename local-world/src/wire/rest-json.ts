import type { OperationSchema } from '../kernel/wire-service.ts'
import { decodeJson, encodeJson, parseJsonObject } from './json.ts'
import { boundMembers, payloadMember, type RestAnswer, type RestMatch, type RestRequest } from './rest-xml.ts'

/** Decodes an operation's input from path, query, headers and a JSON body; a blob that is the whole body is left as received. */
export function decodeRestJson(match: RestMatch, request: RestRequest): Record<string, unknown> {
  const { input } = match.operation
  const bound = boundMembers(match, request)
  const payload = payloadMember(input)
  if (payload?.[1].isBlobSchema()) return { ...bound, [payload[0]]: Buffer.from(request.body) }
  const body = parseJsonObject(request.body)
  if (payload) return { ...bound, [payload[0]]: decodeJson(payload[1], body) }
  return { ...(decodeJson(input, body) as Record<string, unknown> | undefined), ...bound }
}

/** Encodes an output as status, headers and JSON; members sent in headers are not in the body. */
export function encodeRestJson(operation: OperationSchema, output: object): RestAnswer {
  const values = { ...output } as Record<string, unknown>
  const headers: Record<string, string> = {}
  let status = operation.http?.[2] ?? 200
  for (const [name, member] of operation.output.isStructSchema() ? operation.output.structIterator() : []) {
    const { httpHeader, httpResponseCode } = member.getMergedTraits()
    if (values[name] === undefined || !(httpHeader || httpResponseCode)) continue
    if (typeof httpHeader === 'string') headers[httpHeader.toLowerCase()] = String(values[name])
    if (httpResponseCode) status = Number(values[name])
    delete values[name]
  }
  const payload = payloadMember(operation.output)
  if (payload?.[1].isBlobSchema()) {
    const bytes = values[payload[0]] as Uint8Array | undefined
    return { status, headers, body: bytes ? Buffer.from(bytes).toString('utf8') : '' }
  }
  const body = payload ? encodeJson(payload[1], values[payload[0]]) : encodeJson(operation.output, values)
  return { status, headers, body: JSON.stringify(body ?? {}) }
}
