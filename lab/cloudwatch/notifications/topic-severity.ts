/** Who is told by a topic of the stack: somebody who is woken up, or somebody in the morning; no topics: nobody. */
export function severityOfTopics(topics: readonly string[]): 'page' | 'warn' | 'none' {
  if (topics.length === 0) {
    return 'none';
  }
  return topics.some((topic) => topic.includes('WarnTopic')) ? 'warn' : 'page';
}
