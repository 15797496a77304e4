/** What an alarm says of what it watches, as CloudWatch spells it. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
