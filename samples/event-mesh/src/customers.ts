// Who buys, and what they are told. Mail has the event's own id as its key: an event that comes again sends nothing new.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";

const TableName = process.env.CUSTOMERS_TABLE;
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const bus = new EventBridgeClient({});

interface Request {
  pathParameters: { id: string };
  body: string;
}
interface Event {
  id: string;
  detail: { customerId: string; orderId?: string };
}
interface Batch {
  Records: { messageId: string; body: string }[];
}

async function tell(detailType: string, detail: object) {
  const { FailedEntryCount } = await bus.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: process.env.BUS, Source: "customers", DetailType: detailType, Detail: JSON.stringify(detail) }],
    }),
  );
  if (FailedEntryCount) throw new Error(`${detailType} was not taken by the bus`);
}

async function mail(event: Event, template: string) {
  const response = await fetch("https://mail.example/send", {
    method: "POST",
    headers: { "idempotency-key": event.id },
    body: JSON.stringify({ template, ...event.detail }),
    signal: AbortSignal.timeout(3_000),
  });
  if (!response.ok) throw new Error(`mail service answered ${response.status}`);
}

async function each(batch: Batch, work: (event: Event) => Promise<unknown>) {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of batch.Records) {
    await work(JSON.parse(record.body)).catch(() => batchItemFailures.push({ itemIdentifier: record.messageId }));
  }
  return { batchItemFailures };
}

export async function signUp(request: Request) {
  const customer = JSON.parse(request.body);
  await table.send(new PutCommand({ TableName, Item: customer }));
  await tell("CustomerJoined", { customerId: customer.customerId });
  return { statusCode: 201 };
}

export async function readCustomer(request: Request) {
  const { Item } = await table.send(new GetCommand({ TableName, Key: { customerId: request.pathParameters.id } }));
  return Item ? { statusCode: 200, body: JSON.stringify(Item) } : { statusCode: 404 };
}

export async function forgetCustomer(request: Request) {
  const key = { customerId: request.pathParameters.id };
  await table.send(new DeleteCommand({ TableName, Key: key }));
  await tell("CustomerForgotten", key);
  return { statusCode: 202 };
}

export const welcomeCustomer = (batch: Batch) => each(batch, (event) => mail(event, "welcome"));
export const tellOrderState = (batch: Batch) => each(batch, (event) => mail(event, "order-confirmed"));
export const tellDelay = (batch: Batch) => each(batch, (event) => mail(event, "parcel-late"));

// Points are a set of orders, not a number: an order counts once.
export const rewardOrder = (batch: Batch) =>
  each(batch, async ({ detail }) => {
    await table.send(
      new UpdateCommand({
        TableName,
        Key: { customerId: detail.customerId },
        UpdateExpression: "ADD rewarded :order",
        ExpressionAttributeValues: { ":order": new Set([detail.orderId]) },
      }),
    );
    await tell("PointsGiven", detail);
  });
