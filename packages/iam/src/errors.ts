export type IamErrorCode = 'MERIDIAN_IAM_POLICY_MALFORMED' | 'MERIDIAN_IAM_OPERATOR_UNKNOWN'

/** A document that IAM would refuse as MalformedPolicyDocument. */
export class PolicyDocumentError extends Error {
  override readonly name = 'PolicyDocumentError'
  readonly code: IamErrorCode

  constructor(code: IamErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
