import type { OperationSchema, RawRequest } from '../../../kernel/wire-service.ts'
import { MalformedError } from '../../../wire/malformed-error.ts'
import { boundMembers, decodeBody, payloadMember } from '../../../wire/rest-xml.ts'
import { subjectOf } from './addressing.ts'
import { malformedXml } from './aws-errors.ts'

/** S3 ignores a date that it cannot parse. */
const DATE_HEADER = /^expires$|-since$|-date$/

/** An operation's members, from the request's path, query and headers, and from an XML body. */
export function membersOf(operation: OperationSchema, request: RawRequest): Record<string, unknown> {
  const { bucket, key } = subjectOf(request)
  const labels = { ...(bucket !== undefined && { Bucket: bucket }), ...(key !== '' && { Key: key }) }
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !DATE_HEADER.test(name)),
  )
  const members = boundMembers({ operation, labels }, { ...request, headers })
  const payload = payloadMember(operation.input)?.[1]
  if (!payload?.isStructSchema()) return members
  const body = request.bytes.toString('utf8')
  return body === '' ? members : { ...members, ...bodyMembers(operation, body) }
}

function bodyMembers({ input }: OperationSchema, body: string): Record<string, unknown> {
  try {
    return decodeBody(input, body)
  } catch (error) {
    if (error instanceof MalformedError) throw malformedXml()
    throw error
  }
}
