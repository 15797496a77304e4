import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Action } from './use-action.ts'

interface FormProps {
  readonly action: Action
  readonly onSubmit: () => Promise<void>
  readonly class?: string
  readonly children: ComponentChildren
}

/** Fields and a button, with the problem of the last attempt below. */
export function Form({ action, onSubmit, class: name, children }: FormProps) {
  return (
    <>
      <form
        class={name}
        onSubmit={(event) => {
          event.preventDefault()
          action.run(onSubmit)
        }}
      >
        {children}
      </form>
      <Problem of={action} />
    </>
  )
}

/** Why the last attempt failed. */
export function Problem({ of: { problem } }: { readonly of: Pick<Action, 'problem'> }) {
  return (
    <p class="problem" role="alert">
      {problem}
    </p>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}

export function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

interface TextProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  /** A regular expression for the whole value, and in words what the browser says if it does not match. */
  readonly pattern?: { readonly of: string; readonly says: string }
  readonly onInput: (value: string) => void
}

export function TextField({ label, value, placeholder, pattern, onInput }: TextProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={value}
        placeholder={placeholder}
        pattern={pattern?.of}
        title={pattern?.says}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
    </div>
  )
}
