import { useState } from 'preact/hooks'
import { Command } from '../../parts/command.tsx'
import { Form, TextField } from '../../parts/fields.tsx'
import { useAction } from '../../parts/use-action.ts'

interface Props {
  /** As typed in a terminal. */
  readonly calls: readonly string[]
  /** The word to type as confirmation. */
  readonly word: string
  /** The button's label. */
  readonly start: string
  /** Shown first if the operation loses something. */
  readonly warning?: string | undefined
  /** Whether a required check forbids it. */
  readonly isRefused?: boolean
  readonly onAgain: () => void
  readonly onConfirm: (typed: string) => Promise<void>
}

/** The end of every plan: the exact calls, and the confirmation. */
export function CallsAndConfirmation(props: Props) {
  const { calls, word, start, warning, isRefused = false, onAgain, onConfirm } = props
  const [typed, setTyped] = useState('')
  const action = useAction()
  return (
    <>
      <h3>The exact AWS calls</h3>
      {calls.map((call) => (
        <Command key={call} text={call} />
      ))}
      {warning && <p class="warning">{warning}</p>}
      {isRefused ? (
        <p class="warning" role="status">
          Not safe now: a required check failed.{' '}
          <button type="button" onClick={onAgain}>
            Check again
          </button>
        </p>
      ) : (
        <Form class="confirm" action={action} onSubmit={() => onConfirm(typed)}>
          <TextField label={`Type ${word} to confirm`} value={typed} placeholder={word} onInput={setTyped} />
          <button type="submit" class="danger" disabled={typed !== word || action.isRunning}>
            {start}
          </button>
        </Form>
      )}
    </>
  )
}
