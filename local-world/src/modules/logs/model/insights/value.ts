export type Value = string | number | boolean | undefined

/** A field of an event or of a row, by its name. */
export type Fields = (name: string) => Value

export type Expression = (fields: Fields) => Value
