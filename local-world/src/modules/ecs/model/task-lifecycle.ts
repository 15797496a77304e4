/** ECS's names (task lifecycle). */
const TASK_STATES = [
  'PROVISIONING',
  'PENDING',
  'ACTIVATING',
  'RUNNING',
  'DEACTIVATING',
  'STOPPING',
  'DEPROVISIONING',
  'STOPPED',
] as const

export type TaskState = (typeof TASK_STATES)[number]

/** Events of a task: its network is ready, its containers run, its targets are registered; and the way back. */
export type TaskEvent =
  | 'attached'
  | 'started'
  | 'registered'
  | 'stopping'
  | 'deregistered'
  | 'exited'
  | 'released'

type Row = Readonly<Record<TaskEvent, TaskState>>

const row = (state: TaskState, changes: Partial<Row>): Row => ({
  attached: state,
  started: state,
  registered: state,
  stopping: state,
  deregistered: state,
  exited: state,
  released: state,
  ...changes,
})

/** A task with targets is deregistered before its containers are stopped, and also when they have already exited. */
const NEXT: Readonly<Record<TaskState, Row>> = {
  PROVISIONING: row('PROVISIONING', {
    attached: 'PENDING',
    stopping: 'DEPROVISIONING',
    exited: 'DEPROVISIONING',
  }),
  PENDING: row('PENDING', { started: 'ACTIVATING', stopping: 'STOPPING', exited: 'DEPROVISIONING' }),
  ACTIVATING: row('ACTIVATING', { registered: 'RUNNING', stopping: 'DEACTIVATING', exited: 'DEACTIVATING' }),
  RUNNING: row('RUNNING', { stopping: 'DEACTIVATING', exited: 'DEACTIVATING' }),
  DEACTIVATING: row('DEACTIVATING', { deregistered: 'STOPPING' }),
  STOPPING: row('STOPPING', { exited: 'DEPROVISIONING' }),
  DEPROVISIONING: row('DEPROVISIONING', { released: 'STOPPED' }),
  STOPPED: row('STOPPED', {}),
}

export const nextTaskState = (state: TaskState, event: TaskEvent): TaskState => NEXT[state][event]

/** Whether it counts towards a service's number of tasks. */
export const isActive = (state: TaskState): boolean =>
  state === 'PROVISIONING' || state === 'PENDING' || state === 'ACTIVATING' || state === 'RUNNING'
