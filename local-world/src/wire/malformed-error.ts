/** A request that cannot be read: broken text, or a value of another type than the operation's. Its message is AWS's. */
export class MalformedError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MalformedError'
  }
}

/** Deeper nesting than any operation needs; recursive shapes would follow it without end. */
export const MAX_DEPTH = 64

export const tooDeep = () => new MalformedError('The request is nested too deeply')
