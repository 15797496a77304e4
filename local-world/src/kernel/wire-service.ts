import type { IncomingHttpHeaders } from 'node:http'
import type { RegionId } from '@meridian/topology'
import type { NormalizedSchema } from '@smithy/core/schema'
import type { MemberTree } from './honoured-members.ts'
import type { Principal } from './trust/access-keys.ts'
import type { UnknownMembers } from './unknown-members.ts'

/** How a service's requests look on the wire. */
export type WireProtocol = 'query' | 'rest-xml' | 'rest-json' | 'json'

export interface WireContext {
  /** From the SigV4 credential scope; global services must not use it. */
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

/** An operation's input and output in the SDK's own shapes; for a raw service, a RawInput and a RawAnswer. */
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

/** Input of a raw service's operation: the request, and the operation's members read from it. */
export interface RawInput<Members> extends RawRequest {
  readonly members: Members
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** Decoding and encoding for a service that carries bytes (S3), in place of its protocol's own. */
interface RawWire {
  /** Finds a request's operation among the SDK's descriptions; throws the AWS error for a request that matches none. */
  router(operations: Iterable<OperationSchema>): (request: RawRequest) => OperationSchema
  /** Reads the operation's members from a request, to be validated; throws MalformedError. */
  members(operation: OperationSchema, request: RawRequest): Record<string, unknown>
  encodeError(awsError: AwsError, request: RawRequest): RawAnswer
}

/** Codes of AWS errors raised before an operation runs. */
export interface RefusalCodes {
  /** For an input that breaks a constraint of the service's model. */
  readonly invalid: string
  /** For a request that cannot be read as the operation's input. */
  readonly malformed: string
  /** For a missing required member, if it has its own code. */
  readonly missing?: string
}

/** One AWS service on the control endpoint. */
export interface WireService {
  /** Service name in the SigV4 scope: `rds`, `route53`, `elasticloadbalancing`. */
  readonly scope: string
  readonly protocol: WireProtocol
  /** One for all regions, whatever region a request is signed for; its control plane is in us-east-1. */
  readonly isGlobal?: boolean
  /** A JSON service that also speaks the Query protocol, for older clients. */
  readonly alsoQuery?: boolean
  /** For a JSON service; 1.1 by default. */
  readonly jsonVersion?: '1.0' | '1.1'
  /** XML namespace for query and rest-xml answers. */
  readonly namespace: string
  /** The SDK client module, whose exported schemas describe every operation; loaded on first use. */
  readonly schemas: () => Promise<Readonly<Record<string, unknown>>>
  /** For a service whose operations read requests and write responses themselves. */
  readonly raw?: RawWire
  /** Where its codes differ from its protocol's. */
  readonly refusals?: Partial<RefusalCodes>
  /** Called before each operation; throws the service's throttling error. */
  readonly admit?: () => void
  /** By operation; without it (as in tests) members are not checked. */
  readonly honoured?: Readonly<Record<string, MemberTree>>
  /** What its responses leave out, and why; they contain everything else that AWS returns. */
  readonly unknown?: UnknownMembers
  /** Implemented operations by AWS name; others in the schemas answer "not implemented". */
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
