import type { Series } from './views.ts'

/** A widget of a CloudWatch dashboard. Positions and sizes are in CloudWatch's grid of 24 columns. */
export interface WidgetView {
  readonly title: string
  readonly x: number
  readonly width: number
  /** `metric`, `alarm` and `text` are drawn; others show only their type. */
  readonly type: string
  readonly region: string | undefined
  readonly lines: readonly { readonly label: string; readonly series: Series }[]
  /** Only for an alarm widget. */
  readonly alarms: readonly { readonly region: string; readonly name: string }[]
  /** Only for a text widget. */
  readonly text: string | undefined
  /** Why its metrics could not be read. */
  readonly problem: string | undefined
}

export interface DashboardView {
  readonly name: string
  /** All dashboards of the account. */
  readonly names: readonly string[]
  /** Row by row, from left to right. */
  readonly widgets: readonly WidgetView[]
}
