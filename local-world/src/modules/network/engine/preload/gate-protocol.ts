/** Messages from a process to the world: one JSON object per line. */
export type GateRequest =
  | { readonly op: 'hello'; readonly token: string }
  | { readonly op: 'open'; readonly id: number; readonly host: string; readonly port: number }
  | { readonly op: 'cancel'; readonly id: number }
  | { readonly op: 'resolve'; readonly id: number; readonly name: string }
  | { readonly op: 'serve'; readonly port: number; readonly loopbackPort: number }
  | { readonly op: 'withdraw'; readonly port: number }

/** The world's replies. */
export type GateAnswer =
  | { readonly id: number; readonly port: number }
  | { readonly id: number; readonly addresses: readonly string[] }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } }
