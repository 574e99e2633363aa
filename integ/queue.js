// Plain JavaScript: the client is installed only when the integration test runs, and has no types until then.
const { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');

/** See queue.d.ts. */
async function drain(queueUrl, waitSeconds) {
  const client = new SQSClient({ endpoint: new URL(queueUrl).origin });
  try {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: waitSeconds,
      }),
    );
    if (Messages.length > 0) {
      const Entries = Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
    return Messages.map(({ Body }) => Body);
  } finally {
    client.destroy();
  }
}

module.exports = { drain };
