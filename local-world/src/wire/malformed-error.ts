/** A request that cannot be parsed: broken text, or a value of the wrong type. The message is AWS's. */
export class MalformedError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MalformedError'
  }
}

/** Deeper than any operation needs; recursive shapes would otherwise be followed without end. */
export const MAX_DEPTH = 64

export const tooDeep = () => new MalformedError('The request is nested too deeply')
