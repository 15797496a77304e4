/** What a process says to the world: one JSON object a line. */
export type GateRequest =
  | { readonly op: 'hello'; readonly token: string }
  | { readonly op: 'open'; readonly id: number; readonly host: string; readonly port: number }
  | { readonly op: 'cancel'; readonly id: number }
  | { readonly op: 'resolve'; readonly id: number; readonly name: string }
  | { readonly op: 'serve'; readonly port: number; readonly loopbackPort: number }
  | { readonly op: 'withdraw'; readonly port: number }

/** What the world answers. */
export type GateAnswer =
  | { readonly id: number; readonly port: number }
  | { readonly id: number; readonly addresses: readonly string[] }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } }
