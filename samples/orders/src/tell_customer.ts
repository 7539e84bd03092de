// Sends what happened to an order by mail; a notice that cannot be sent goes back to the queue alone.
interface Batch {
  Records: { messageId: string; body: string }[];
}

export async function handle(batch: Batch) {
  const failed: { itemIdentifier: string }[] = [];
  for (const record of batch.Records) {
    const response = await fetch(process.env.MAIL_URL!, {
      method: "POST",
      headers: { "idempotency-key": record.messageId },
      body: record.body,
      signal: AbortSignal.timeout(2_000),
    }).catch(() => undefined);
    if (!response?.ok) failed.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures: failed };
}
