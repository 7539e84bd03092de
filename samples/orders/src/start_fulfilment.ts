// Starts one run of the workflow for each order. The run is named after the order: started twice, it is still one run. An
// order that cannot be started goes back to the queue alone.
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";

const workflows = new SFNClient({});

interface Batch {
  Records: { messageId: string; body: string }[];
}

export async function handle(batch: Batch) {
  const failed: { itemIdentifier: string }[] = [];
  for (const record of batch.Records) {
    try {
      const { orderId } = JSON.parse(record.body) as { orderId: string };
      await workflows.send(
        new StartExecutionCommand({ stateMachineArn: process.env.FULFIL_ARN, name: orderId, input: record.body }),
      );
    } catch (error) {
      if ((error as Error).name !== "ExecutionAlreadyExists") failed.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures: failed };
}
