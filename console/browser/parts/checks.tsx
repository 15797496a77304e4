interface Shown {
  readonly name: string
  readonly verdict: string
  readonly detail: string
  /** True by default. */
  readonly isRequired?: boolean
  readonly wayOut?: string
}

const TONES: Readonly<Record<string, string>> = { ok: 'good', failed: 'bad' }

/** Checks with what was observed, and the next step for those that failed. */
export function Checks({ of }: { readonly of: readonly Shown[] }) {
  return (
    <ul class="plain checks">
      {of.map(({ name, verdict, detail, isRequired = true, wayOut }) => (
        <li key={name}>
          <span class={`badge ${verdict === 'failed' && !isRequired ? 'warn' : (TONES[verdict] ?? 'warn')}`}>
            {verdict === 'ok' || isRequired ? verdict : `${verdict}, not required`}
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
