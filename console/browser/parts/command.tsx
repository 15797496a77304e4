import { useState } from 'preact/hooks'

/** A command to copy. */
export function Command({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false)
  return (
    <div class="command">
      <code>{text}</code>
      <button
        type="button"
        aria-label={`Copy: ${text}`}
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </div>
  )
}
