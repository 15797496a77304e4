/**
 * Members of AWS's answers that this world cannot know: a reason, and by the shape (as AWS's model names it) the members that are
 * left out for it.
 */
export type UnknownMembers = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
