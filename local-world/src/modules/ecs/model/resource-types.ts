/** Pulumi types of this module, by the name the code uses. */
export const TYPES = {
  cluster: 'aws:ecs/cluster:Cluster',
  taskDefinition: 'aws:ecs/taskDefinition:TaskDefinition',
  service: 'aws:ecs/service:Service',
} as const
