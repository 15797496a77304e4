// What AWS returns for a request whose signature is missing or wrong; each family of services has its own codes and statuses.
// Sources: IAM User Guide, "Troubleshoot Signature Version 4"; S3 API reference, "Error responses"; common errors of RDS, ECS and
// Lambda; responses quoted in issues of AWS's SDKs (aws-sdk-js 254, aws-cli 6676, aws-sdk-php 1780).

import { AwsError, type WireProtocol, type WireService } from '../kernel/wire-service.ts'
import type { CredentialScope } from './credential-scope.ts'
import { protocolOf, type WireRequest } from './protocols.ts'

/** Why a request is not authenticated; `scope` is its destination, if it names one. */
export type AuthenticationProblem = { readonly scope: CredentialScope | undefined } & (
  | { readonly kind: 'missing' | 'version 2' }
  | {
      readonly kind: 'incomplete'
      readonly carrier: 'header' | 'query'
      readonly missing: readonly string[]
      readonly malformed?: { readonly part: 'Credential' | 'Algorithm'; readonly value: string }
    }
  | { readonly kind: 'unknown' | 'invalid token' | 'expired token'; readonly accessKeyId: string }
  | { readonly kind: 'wrong date'; readonly date: string; readonly time: string }
  | {
      readonly kind: 'skewed'
      readonly isEarly: boolean
      readonly time: string
      readonly now: string
      readonly limit: string
    }
  | { readonly kind: 'wrong expiry'; readonly expires: string }
  | { readonly kind: 'not yet valid' | 'expired' }
  | { readonly kind: 'host not signed' | 'mismatch' | 'other content' }
  | { readonly kind: 'headers not signed'; readonly names: readonly string[] }
)

/** Services with the same authentication errors. */
export type ServiceFamily = WireProtocol | 's3'

/** The family of a service; where it is unknown, the one suggested by the request. */
export function familyOf(service: WireService | undefined, request: WireRequest): ServiceFamily {
  if (service) return service.raw ? 's3' : protocolOf(service, request)
  return request.headers['x-amz-target'] === undefined ? 'query' : 'json'
}

/** The codes of one family. */
interface Codes {
  readonly missing: readonly [code: string, status: number]
  readonly incomplete: readonly [code: string, status: number]
  readonly unknownKey: readonly [code: string, status: number]
  readonly expiredToken: readonly [code: string, status: number]
  readonly mismatch: readonly [code: string, status: number]
}

const XML_CODES: Codes = {
  missing: ['MissingAuthenticationToken', 403],
  incomplete: ['IncompleteSignature', 400],
  unknownKey: ['InvalidClientTokenId', 403],
  expiredToken: ['ExpiredToken', 403],
  mismatch: ['SignatureDoesNotMatch', 403],
}

const jsonCodes = (status: number): Codes => ({
  missing: ['MissingAuthenticationTokenException', status],
  incomplete: ['IncompleteSignatureException', status],
  unknownKey: ['UnrecognizedClientException', status],
  expiredToken: ['ExpiredTokenException', status],
  mismatch: ['InvalidSignatureException', status],
})

const CODES: Readonly<Record<Exclude<ServiceFamily, 's3'>, Codes>> = {
  query: XML_CODES,
  'rest-xml': XML_CODES,
  json: jsonCodes(400),
  'rest-json': jsonCodes(403),
}

const TOKEN_INVALID = 'The security token included in the request is invalid.'
const TOKEN_EXPIRED = 'The security token included in the request is expired'
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

/** The error that a service of the family returns. */
export function authenticationError(problem: AuthenticationProblem, family: ServiceFamily): AwsError {
  if (family === 's3') return s3Error(problem)
  const codes = CODES[family]
  const awsError = ([code, status]: readonly [string, number], message: string) =>
    new AwsError(code, message, status)
  switch (problem.kind) {
    case 'missing':
    case 'version 2':
      return awsError(codes.missing, 'Request is missing Authentication Token')
    case 'incomplete':
      return awsError(codes.incomplete, incompleteMessage(problem))
    case 'unknown':
    case 'invalid token':
      return awsError(codes.unknownKey, TOKEN_INVALID)
    case 'expired token':
      return awsError(codes.expiredToken, TOKEN_EXPIRED)
    case 'wrong date':
      return awsError(
        codes.mismatch,
        `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${problem.date}' != '${problem.time.slice(0, 8)}', from '${problem.time}'.`,
      )
    case 'skewed':
      return awsError(codes.mismatch, skewMessage(problem))
    case 'wrong expiry':
    case 'not yet valid':
    case 'expired':
      return awsError(codes.mismatch, 'Signature expired: the presigned address is not valid at this time.')
    case 'host not signed':
      return awsError(codes.mismatch, "'Host' must be a 'SignedHeader' in the AWS Authorization header.")
    case 'headers not signed':
    case 'other content':
    case 'mismatch':
      return awsError(codes.mismatch, MISMATCH)
  }
}

function incompleteMessage({
  missing,
  malformed,
}: Extract<AuthenticationProblem, { kind: 'incomplete' }>): string {
  if (malformed?.part === 'Credential')
    return `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${malformed.value}'`
  if (malformed)
    return `Unsupported AWS 'algorithm': '${malformed.value}'. This world verifies AWS4-HMAC-SHA256.`
  return missing
    .map((name) =>
      name === 'X-Amz-Date'
        ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
        : `Authorization header requires '${name}' parameter.`,
    )
    .join(' ')
}

function skewMessage({
  isEarly,
  time,
  now,
  limit,
}: Extract<AuthenticationProblem, { kind: 'skewed' }>): string {
  return isEarly
    ? `Signature not yet current: ${time} is still later than ${limit} (${now} + 15 min.)`
    : `Signature expired: ${time} is now earlier than ${limit} (${now} - 15 min.)`
}

function s3Error(problem: AuthenticationProblem): AwsError {
  const awsError = (code: string, message: string, status = 403) => new AwsError(code, message, status)
  switch (problem.kind) {
    case 'missing':
      return awsError('AccessDenied', 'Access Denied')
    case 'version 2':
      return awsError(
        'InvalidRequest',
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
        400,
      )
    case 'incomplete':
      return problem.carrier === 'query'
        ? awsError(
            'AuthorizationQueryParametersError',
            'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
            400,
          )
        : awsError(
            'AuthorizationHeaderMalformed',
            `The authorization header is malformed; ${incompleteMessage(problem)}`,
            400,
          )
    case 'unknown':
      return awsError(
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
      )
    case 'invalid token':
      return awsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', 400)
    case 'expired token':
      return awsError('ExpiredToken', 'The provided token has expired.', 400)
    case 'wrong date':
      return awsError(
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; Invalid credential date "${problem.date}". This date is not the same as X-Amz-Date: "${problem.time.slice(0, 8)}".`,
        400,
      )
    case 'skewed':
      return awsError(
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
      )
    case 'wrong expiry':
      return awsError('AuthorizationQueryParametersError', expiryMessage(problem.expires), 400)
    case 'not yet valid':
      return awsError('AccessDenied', 'Request is not valid yet')
    case 'expired':
      return awsError('AccessDenied', 'Request has expired')
    case 'host not signed':
    case 'headers not signed':
      return awsError('AccessDenied', 'There were headers present in the request which were not signed')
    case 'other content':
      return awsError(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        400,
      )
    case 'mismatch':
      return awsError(
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      )
  }
}

function expiryMessage(expires: string): string {
  if (!/^-?\d+$/.test(expires)) return 'X-Amz-Expires should be a number'
  if (expires.startsWith('-')) return 'X-Amz-Expires must be non-negative'
  return 'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds'
}
