import { RotatingFile } from '../../../kernel/rotating-file.ts'
import type { Mail } from '../running.ts'

/** A few hours of drills. */
const MOST_MAILS = 200
const MOST_FILE_BYTES = 1_048_576

/** All e-mail of the world: nothing leaves the machine. The newest is in memory, more is in a file for people to read. */
export class Inbox implements Disposable {
  readonly #file: RotatingFile
  #mails: readonly Mail[] = []

  constructor(file: string) {
    this.#file = new RotatingFile(file, MOST_FILE_BYTES)
  }

  get mails(): readonly Mail[] {
    return this.#mails
  }

  take(mail: Mail): void {
    this.#mails = [...this.#mails, mail].slice(-MOST_MAILS)
    const { atMs, body, subject, to, topicArn } = mail
    this.#file.append(
      `Date: ${new Date(atMs).toISOString()}\nFrom: AWS Notifications <no-reply@sns.amazonaws.com>\nTo: ${to}\nSubject: ${subject}\nX-Topic: ${topicArn}\n\n${body}\n\n`,
    )
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]()
  }
}
