/** The test that FilterLogEvents and metric filters apply to an event's text. */
export type EventTest = (message: string) => boolean

/** Throws SyntaxError. */
export function regularExpression(text: string): RegExp {
  try {
    return new RegExp(text)
  } catch (error) {
    throw new SyntaxError(`Invalid regular expression "${text}": ${(error as Error).message}`)
  }
}
