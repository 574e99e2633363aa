/**
 * What a line of the log is about; queries filter on it. `timestamp` and `level` are spelled as Lambda's
 * JSON log format expects them of lines that are JSON already, so that it passes them on as they are.
 */
export const LOG_MESSAGE = {
  reading: 'reading',
  run: 'run',
  publishFailed: 'publish-failed',
  historyUnread: 'history-unread',
  pastFailed: 'past-failed',
} as const;
