/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
export type Urn = string

export interface SourcePosition {
  /** Relative to the repository's root. */
  readonly file: string
  readonly line: number
}
