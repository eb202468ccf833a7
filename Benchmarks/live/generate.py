#!/usr/bin/env python3
"""generate.py FOLDER PORT COUNT...: what the runners read, for each number of scenarios, and the file that nginx serves.

Every scenario is a GET of one document of 130 bytes, whose status, type and whole JSON are demanded: as many demands for each runner.
"""
import json
import os
import sys

folder, port, counts = sys.argv[1], int(sys.argv[2]), [int(text) for text in sys.argv[3:]]
document = {"order": "A-20417", "open": True, "weight": 12.75, "lines": [{"sku": "SKU-1", "quantity": 2}, {"sku": "SKU-2", "quantity": 5}]}
body = json.dumps(document, ensure_ascii=False)


def write(path, text):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def nginx():
    kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    temporary = " ".join(f"{kind}_temp_path {folder}/nginx/{kind};" for kind in kinds)
    return f"""worker_processes 1;
daemon off;
pid {folder}/nginx/pid;
error_log {folder}/nginx/errors;
events {{ worker_connections 512; }}
http {{
    access_log off;
    {temporary}
    keepalive_requests 10000000;
    open_file_cache max=16;
    default_type application/json;
    server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


def assay(count):
    yield "assay.yaml", f"assay: 1\ntargets: {{nginx: {{url: 'http://127.0.0.1:{port}'}}}}\n"
    clause = "{id: ANSWER, level: must, origin: chosen, text: Every order is answered in full.}"
    yield "specs/spec.yaml", f"assay: 1\nspecification: orders\nclauses:\n  - {clause}\n"
    for start in range(0, count, 500):
        lines = [
            "assay: 1",
            "specification: orders",
            "defaults:",
            "  clauses: [ANSWER]",
            "  request: {method: GET}",
            "  expect: {status: 200, headers: {Content-Type: application/json}}",
            "scenarios:",
        ]
        for number in range(start, min(start + 500, count)):
            lines += [f"  - id: order-{number:05d}", "    request: {path: /order}", f"    expect: {{json: {body}}}"]
        yield f"specs/orders-{start // 500:03d}.yaml", "\n".join(lines) + "\n"


def gabbi(count, name, defaults):
    lines = [*defaults, "tests:"]
    for number in range(count):
        lines += [
            f"- name: order {number}",
            "  GET: /order",
            "  status: 200",
            "  response_headers:",
            "    content-type: application/json",
            "  response_json_paths:",
            f"    $: {body}",
        ]
    yield f"{name}-{count}.yaml", "\n".join(lines) + "\n"


def tavern(count):
    # Stages of one test: faster by a third than tests of their own.
    lines = ["---", "test_name: orders", "stages:"]
    for number in range(count):
        lines += [
            f"  - name: order {number}",
            f"    request: {{url: 'http://127.0.0.1:{port}/order', method: GET}}",
            "    response:",
            "      status_code: 200",
            "      headers: {content-type: application/json}",
            f"      json: {body}",
        ]
    yield f"tavern-{count}/test_orders.tavern.yaml", "\n".join(lines) + "\n"


write("www/order", body)
write("nginx/conf", nginx())
for count in counts:
    for path, text in assay(count):
        write(f"assay-{count}/{path}", text)
    ordinary = gabbi(count, "gabbi", [])
    # About TLS alone; but without it, each request has urllib3 read all certificates.
    quick = gabbi(count, "gabbi-quick", ["defaults: {cert_validate: false}"])
    for path, text in [*ordinary, *quick, *tavern(count)]:
        write(path, text)
