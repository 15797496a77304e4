interface Shown {
  readonly name: string
  readonly verdict: string
  readonly detail: string
  /** True unless it says otherwise. */
  readonly isRequired?: boolean
  readonly wayOut?: string
}

const TONES: Readonly<Record<string, string>> = { ok: 'good', failed: 'bad' }

/** Named checks with what was seen, and the way out of those that failed. */
export function Checks({ of }: { readonly of: readonly Shown[] }) {
  return (
    <ul class="plain checks">
      {of.map(({ name, verdict, detail, isRequired = true, wayOut }) => (
        <li key={name}>
          <span class={`badge ${verdict === 'failed' && !isRequired ? 'warn' : (TONES[verdict] ?? 'warn')}`}>
            {isRequired ? verdict : `${verdict}, not required`}
          </span>
          <span class="wide">
            {name}
            <small> {detail}</small>
            {verdict === 'failed' && wayOut && <small> → {wayOut}</small>}
          </span>
        </li>
      ))}
    </ul>
  )
}
