/** Input members that an operation honours: wholly, in the named parts, or accepted without effect in this world. */
export type Honours<Input> = {
  readonly [Member in keyof Input]?: true | 'no effect' | PartsOf<NonNullable<Input[Member]>>
}

type PartsOf<Value> = Value extends readonly (infer Item)[]
  ? Honours<NonNullable<Item>>
  : Value extends string | number | boolean | Date | Uint8Array
    ? never
    : Honours<Value>

/** The same, without the operation's own types. */
export interface MemberTree {
  readonly [member: string]: true | 'no effect' | MemberTree
}

/** Typed by the SDK's input: a member that does not exist there does not compile. */
export const honours = <Input>(members: Honours<Input>): MemberTree => members as MemberTree
