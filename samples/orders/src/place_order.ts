// Takes an order: keeps it under the caller's own key, so that a repeated request is the same order, queues the work on it
// and answers at once.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const queue = new SQSClient({});

interface Request {
  headers: Record<string, string | undefined>;
  body: string;
}

export async function handle(request: Request) {
  const orderId = request.headers["idempotency-key"];
  if (!orderId) return { statusCode: 400, body: "an idempotency-key header is needed" };
  const { article, count } = JSON.parse(request.body) as { article: string; count: number };

  try {
    await table.send(
      new PutCommand({
        TableName: process.env.ORDERS_TABLE,
        Item: { orderId, article, count, status: "placed" },
        ConditionExpression: "attribute_not_exists(orderId)",
      }),
    );
  } catch (error) {
    if ((error as Error).name !== "ConditionalCheckFailedException") throw error;
  }
  await queue.send(
    new SendMessageCommand({ QueueUrl: process.env.PLACED_QUEUE, MessageBody: JSON.stringify({ orderId, article, count }) }),
  );
  return { statusCode: 202, body: JSON.stringify({ orderId }) };
}
