"""Writes what is in stock into one report a night, named by its day: run twice, it is the same report."""

import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["STOCK_TABLE"])
reports = boto3.client("s3")


def handle(event, context):
    counts, start = {}, {}
    while True:
        page = table.scan(ProjectionExpression="article, available", **start)
        counts.update({item["article"]: int(item["available"]) for item in page["Items"]})
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    day = event["time"][:10]
    reports.put_object(Bucket=os.environ["REPORTS_BUCKET"], Key=f"{day}.json", Body=json.dumps(counts))
    return {"articles": len(counts)}
