/** Members left out of AWS responses because this world cannot know them: by reason, then by shape (as AWS's model names it). */
export type UnknownMembers = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
