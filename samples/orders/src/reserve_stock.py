"""Takes articles out of stock for one order, once however often it is asked."""

import os

import boto3
from botocore.exceptions import ClientError

table = boto3.resource("dynamodb").Table(os.environ["STOCK_TABLE"])


class OutOfStock(Exception):
    pass


def handle(order, context):
    try:
        table.update_item(
            Key={"article": order["article"]},
            UpdateExpression="ADD available :less, reservedFor :order",
            ConditionExpression="available >= :count AND NOT contains(reservedFor, :id)",
            ExpressionAttributeValues={
                ":less": -order["count"],
                ":count": order["count"],
                ":order": {order["orderId"]},
                ":id": order["orderId"],
            },
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        # Reserved by an earlier try of the same order: that is as good.
        if order["orderId"] not in error.response.get("Item", {}).get("reservedFor", {}).get("SS", []):
            raise OutOfStock(order["article"]) from error
    return order
