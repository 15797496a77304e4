export type Value = string | number | boolean | undefined

/** Looks up a field of an event or row by name. */
export type Fields = (name: string) => Value

export type Expression = (fields: Fields) => Value
