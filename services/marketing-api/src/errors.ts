import type { ProblemCode } from '@meridian/contract'

/** A refusal that the client may read: a problem of the contract, with one sentence on what to do about it. */
export class RequestRefusedError extends Error {
  readonly code: ProblemCode

  constructor(code: ProblemCode, detail: string) {
    super(detail)
    this.name = 'RequestRefusedError'
    this.code = code
  }
}
