export interface TaskView {
  readonly id: string
  readonly service: string
  readonly status: string
  readonly health: string
  readonly revision: string
  readonly zone: string
  readonly startedAt: string | undefined
}

export interface LogLine {
  readonly at: number
  readonly stream: string
  readonly text: string
}
