/** Units of the metrics that AWS's own services publish here. Source: each service's list of CloudWatch metrics. */
const UNITS: Readonly<Record<string, string>> = {
  AuroraGlobalDBProgressLag: 'Milliseconds',
  AuroraGlobalDBReplicationLag: 'Milliseconds',
  AuroraGlobalDBRPOLag: 'Milliseconds',
  HealthCheckPercentageHealthy: 'Percent',
  HealthCheckStatus: 'None',
  TargetResponseTime: 'Seconds',
}

/** Load balancers and Container Insights publish counts. */
const COUNTING = /^(AWS\/ApplicationELB|ECS\/ContainerInsights)$/

/** The unit of a metric whose publisher gave none. */
export function unitOf({ name, namespace }: { readonly name: string; readonly namespace: string }): string {
  return UNITS[name] ?? (COUNTING.test(namespace) ? 'Count' : 'None')
}
