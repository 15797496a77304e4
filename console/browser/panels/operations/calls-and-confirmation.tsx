import { useState } from 'preact/hooks'
import { Command } from '../../parts/command.tsx'
import { Form, TextField } from '../../parts/fields.tsx'
import { useAction } from '../../parts/use-action.ts'

interface Props {
  /** As a person would type them. */
  readonly calls: readonly string[]
  /** What has to be typed. */
  readonly word: string
  /** What the button says. */
  readonly start: string
  /** Said before it, when something is lost by it. */
  readonly warning?: string | undefined
  /** A required check forbids it. */
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
