import type { IncomingHttpHeaders } from 'node:http'
import type { RegionId } from '@meridian/topology'
import type { NormalizedSchema } from '@smithy/core/schema'
import type { MemberTree } from './honoured-members.ts'
import type { Principal } from './trust/access-keys.ts'
import type { UnknownMembers } from './unknown-members.ts'

/** How a service's requests look on the wire. */
export type WireProtocol = 'query' | 'rest-xml' | 'rest-json' | 'json'

export interface WireContext {
  /** From the SigV4 credential scope; global services must not look at it. */
  readonly region: RegionId
  readonly accountId: string
  /** Who signed the request. */
  readonly principal: Principal
}

/** The SDK's description of one operation: its name, HTTP binding, input and output. */
export interface OperationSchema {
  readonly name: string
  /** Method, path template and success status; absent for protocols that always POST to `/`. */
  readonly http: readonly [method: string, path: string, status: number] | undefined
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
}

/** An operation's input and output in the SDK's own shapes; of a raw service a RawInput and a RawAnswer. */
// biome-ignore lint/suspicious/noExplicitAny: each operation file types its own input and output with the SDK's types
export type WireOperation = (input: any, context: WireContext) => Promise<object> | object

/** A request whose body is bytes. */
export interface RawRequest {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly id: string
}

/** What an operation of a raw service is given: the request, and what it gives to the operation's members. */
export interface RawInput<Members> extends RawRequest {
  readonly members: Members
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** How a service that carries bytes (S3) is spoken to, in place of its protocol's own reading and writing. */
interface RawWire {
  /** Names requests by the SDK's descriptions of all operations; throws the AWS error of a request that is none of them. */
  router(operations: Iterable<OperationSchema>): (request: RawRequest) => OperationSchema
  /** What a request gives to the operation's members, to be validated; throws MalformedError. */
  members(operation: OperationSchema, request: RawRequest): Record<string, unknown>
  encodeError(awsError: AwsError, request: RawRequest): RawAnswer
}

/** Codes of AWS errors that are found before an operation runs. */
export interface RefusalCodes {
  /** Of an input that breaks a constraint of the service's model. */
  readonly invalid: string
  /** Of a request that cannot be read as the operation's input. */
  readonly malformed: string
  /** Of a required member that is missing, where it has its own code. */
  readonly missing?: string
}

/** One AWS service on the control endpoint. */
export interface WireService {
  /** Service name in the SigV4 scope: `rds`, `route53`, `elasticloadbalancing`. */
  readonly scope: string
  readonly protocol: WireProtocol
  /** One for all regions, whatever region a request is signed for; its control plane lives in us-east-1. */
  readonly isGlobal?: boolean
  /** Of a JSON service that older clients speak to in the Query protocol: they are answered in it. */
  readonly alsoQuery?: boolean
  /** Of a JSON service; 1.1 unless told otherwise. */
  readonly jsonVersion?: '1.0' | '1.1'
  /** XML namespace for query and rest-xml answers. */
  readonly namespace: string
  /** The SDK client module, whose exported schemas describe every operation; loaded on first use. */
  readonly schemas: () => Promise<Readonly<Record<string, unknown>>>
  /** Of a service whose operations read requests and write answers themselves. */
  readonly raw?: RawWire
  /** Where its codes are not those of its protocol. */
  readonly refusals?: Partial<RefusalCodes>
  /** Asked before each operation; throws the AWS error of a service that has had enough requests. */
  readonly admit?: () => void
  /** Of each operation; without it (a test's own service) members are not looked at. */
  readonly honoured?: Readonly<Record<string, MemberTree>>
  /** What its answers leave out, and why; everything else that AWS answers is there. */
  readonly unknown?: UnknownMembers
  /** Implemented operations by AWS name; any other that the schemas know answers "not implemented". */
  readonly operations: Readonly<Record<string, WireOperation>>
}

/** An error with AWS's own code, wording and HTTP status. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, message: string, status = 400) {
    super(message)
    this.name = 'AwsError'
    this.code = code
    this.status = status
  }
}
