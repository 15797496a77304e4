import type { ResourceNode } from '@meridian/resource-graph'

/** Tags by their keys. */
export type Tags = Readonly<Record<string, string>>

/** A resource's tags: its own and its provider's. */
export function tagsOf({ inputs, outputs }: ResourceNode): Tags {
  const tags = outputs.tagsAll ?? inputs.tagsAll ?? inputs.tags ?? {}
  return Object.fromEntries(Object.entries(tags as object).map(([key, value]) => [key, String(value)]))
}

/** The form in which most AWS services return tags. */
export const tagList = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
