/** How AWS names one type of resource. */
export interface NamingRule {
  /** The argument that holds the physical name; absent if AWS assigns an id and people use the Name tag. */
  readonly property?: string
  readonly maxLength?: number
  readonly pattern?: RegExp
  readonly takesTags: boolean
}

export const LETTERS_DIGITS_HYPHENS = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/
/** RDS: begins with a letter, no hyphen at the end, no two in a row. */
export const RDS_IDENTIFIER = /^[a-z](-?[a-z0-9])*$/
export const IAM_NAME = /^[\w+=,.@-]+$/

export const tagged: NamingRule = { takesTags: true }
export const untagged: NamingRule = { takesTags: false }
export const rds = (property: string): NamingRule => ({
  property,
  maxLength: 63,
  pattern: RDS_IDENTIFIER,
  takesTags: true,
})
export const named = (
  maxLength: number,
  pattern: RegExp,
  property = 'name',
  takesTags = true,
): NamingRule => ({
  property,
  maxLength,
  pattern,
  takesTags,
})
