import { PROJECT } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Settings } from '../config.ts'

export interface SpendingGuardsArgs {
  /** Of us-east-1, where the bill is made. */
  noticesArn: pulumi.Input<string>
  settings: Pick<Settings, 'dailyBudgetUsd' | 'monthlyBudgetUsd'>
}

/** Below a tenth of a day's budget an anomaly is not worth a message. */
const ANOMALY_SHARE = 0.1
const EARLY_PERCENT = 80
const ALL_PERCENT = 100

/**
 * Who is told about money, and when.
 *
 * Not CloudWatch's EstimatedCharges: it counts up from the first of the month, so no threshold on it means "a day".
 * The tag `project` has to be activated as a cost allocation tag once, in the account that pays.
 */
export class SpendingGuards extends Component {
  constructor(name: string, args: SpendingGuardsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:SpendingGuards', name, opts)
    const parent = this
    const { dailyBudgetUsd, monthlyBudgetUsd } = args.settings

    createBudget('daily', 'DAILY', dailyBudgetUsd, [['ACTUAL', ALL_PERCENT]])
    createBudget('monthly', 'MONTHLY', monthlyBudgetUsd, [
      ['ACTUAL', EARLY_PERCENT],
      ['FORECASTED', ALL_PERCENT],
      ['ACTUAL', ALL_PERCENT],
    ])
    createAnomalyDetection()
    this.registerOutputs({})

    function createBudget(
      purpose: string,
      timeUnit: 'DAILY' | 'MONTHLY',
      limitUsd: number,
      thresholds: readonly (readonly ['ACTUAL' | 'FORECASTED', number])[],
    ) {
      new aws.budgets.Budget(
        `${name}-${purpose}`,
        {
          budgetType: 'COST',
          timeUnit,
          limitAmount: String(limitUsd),
          limitUnit: 'USD',
          costFilters: [{ name: 'TagKeyValue', values: [`user:project$${PROJECT}`] }],
          notifications: thresholds.map(([notificationType, threshold]) => ({
            notificationType,
            threshold,
            thresholdType: 'PERCENTAGE',
            comparisonOperator: 'GREATER_THAN',
            subscriberSnsTopicArns: [args.noticesArn],
          })),
        },
        { parent },
      )
    }

    /** Of our own tag and not of all services: an account takes one monitor of that kind, and it may be there already. */
    function createAnomalyDetection() {
      const monitor = new aws.costexplorer.AnomalyMonitor(
        `${name}-anomalies`,
        {
          monitorType: 'CUSTOM',
          monitorSpecification: JSON.stringify({
            Tags: { Key: 'project', Values: [PROJECT], MatchOptions: ['EQUALS'] },
          }),
        },
        { parent },
      )
      new aws.costexplorer.AnomalySubscription(
        `${name}-anomalies`,
        {
          // Only a topic is notified immediately; e-mail comes daily or weekly.
          frequency: 'IMMEDIATE',
          monitorArnLists: [monitor.arn],
          subscribers: [{ type: 'SNS', address: args.noticesArn }],
          thresholdExpression: {
            dimension: {
              key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
              matchOptions: ['GREATER_THAN_OR_EQUAL'],
              values: [String(Math.max(1, Math.round(dailyBudgetUsd * ANOMALY_SHARE)))],
            },
          },
        },
        { parent },
      )
    }
  }
}
