"""Drives ntplib, see LineProcess: a port of loopback in, the offset in seconds out."""

import sys

import ntplib

client = ntplib.NTPClient()
for line in iter(sys.stdin.readline, ""):
    try:
        print(repr(client.request("127.0.0.1", version=4, port=int(line)).offset), flush=True)
    except Exception as error:
        print("error", error, flush=True)
