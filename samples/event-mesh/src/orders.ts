// Orders and how far they are. Every step is an event of somebody else's, and sets one field: done twice, it is the same.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

const TableName = process.env.ORDERS_TABLE;
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const bus = new EventBridgeClient({});

interface Request {
  headers: Record<string, string>;
  pathParameters: { id: string };
  body: string;
}
interface Batch {
  Records: { messageId: string; body: string }[];
}

async function tell(detailType: string, detail: object) {
  const { FailedEntryCount } = await bus.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: process.env.BUS, Source: "orders", DetailType: detailType, Detail: JSON.stringify(detail) }],
    }),
  );
  if (FailedEntryCount) throw new Error(`${detailType} was not taken by the bus`);
}

async function move(orderId: string, state: string, detailType: string) {
  const { Attributes } = await table.send(
    new UpdateCommand({
      TableName,
      Key: { orderId },
      UpdateExpression: "SET #state = :state",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":state": state },
      ReturnValues: "ALL_NEW",
    }),
  );
  await tell(detailType, Attributes!);
}

async function each(batch: Batch, work: (detail: { orderId: string; articleId: string }) => Promise<unknown>) {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of batch.Records) {
    await work(JSON.parse(record.body).detail).catch(() => batchItemFailures.push({ itemIdentifier: record.messageId }));
  }
  return { batchItemFailures };
}

export async function placeOrder(request: Request) {
  const order = { orderId: request.headers["idempotency-key"], state: "placed", ...JSON.parse(request.body) };
  await table.send(new PutCommand({ TableName, Item: order }));
  await tell("OrderPlaced", order);
  return { statusCode: 202, body: JSON.stringify(order) };
}

export async function readOrder(request: Request) {
  const { Item } = await table.send(new GetCommand({ TableName, Key: { orderId: request.pathParameters.id } }));
  return Item ? { statusCode: 200, body: JSON.stringify(Item) } : { statusCode: 404 };
}

export async function cancelOrder(request: Request) {
  await move(request.pathParameters.id, "cancelled", "OrderCancelled");
  return { statusCode: 202 };
}

export const confirmOrder = (batch: Batch) => each(batch, ({ orderId }) => move(orderId, "confirmed", "OrderConfirmed"));
export const rejectOrder = (batch: Batch) => each(batch, ({ orderId }) => move(orderId, "rejected", "OrderRejected"));
export const closeOrder = (batch: Batch) => each(batch, ({ orderId }) => move(orderId, "closed", "OrderClosed"));

export const repriceCarts = (batch: Batch) =>
  each(batch, ({ articleId, ...price }) => table.send(new PutCommand({ TableName, Item: { orderId: `price/${articleId}`, ...price } })));
