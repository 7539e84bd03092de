// Says how far an order is.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export async function handle(request: { pathParameters: { id: string } }) {
  const { Item } = await table.send(
    new GetCommand({ TableName: process.env.ORDERS_TABLE, Key: { orderId: request.pathParameters.id } }),
  );
  return Item ? { statusCode: 200, body: JSON.stringify(Item) } : { statusCode: 404, body: "no such order" };
}
